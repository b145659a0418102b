using System.ComponentModel.DataAnnotations;
using EchoSynth.Validation;

namespace EchoSynth.Segmentation;

/// <summary>Options of a <see cref="UsefulnessStudy"/>.</summary>
public sealed record UsefulnessOptions
{
    /// <summary>The segmenter, the same for all regimes: the same number of steps too, however many pairs there are.</summary>
    /// <value>The default value is that of <see cref="SegmenterOptions"/>.</value>
    public SegmenterOptions Segmenter { get; init; } = new();

    /// <summary>Trainings of each regime, with seeds one apart; scores are averaged over them.</summary>
    /// <value>The default value is 1.</value>
    /// <remarks>With one training, a regime's figures hold the luck of its seed, which no interval over patients shows; 3 tell it.</remarks>
    [Range(1, 100)]
    public int Repeats { get; init; } = 1;

    /// <summary>The share of the real training patients that <see cref="UsefulnessRegime.Scarce"/> has: rounded, one patient at least.</summary>
    /// <value>The default value is 0.1.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double ScarceShare { get; init; } = 0.1;

    /// <summary>Synthetic images, at most, on which mask fidelity is measured; taken evenly from the list where it has more.</summary>
    /// <value>The default value is 1000.</value>
    [Range(1, 1_000_000)]
    public int FidelityImages { get; init; } = 1000;

    /// <summary>Resamples of each bootstrap interval.</summary>
    /// <value>The default value is 2000.</value>
    [Range(100, 1_000_000)]
    public int Resamples { get; init; } = 2000;

    /// <summary>Seed of the choice of scarce patients and of the intervals; that of the segmenters is <see cref="SegmenterOptions.Seed"/>.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1_000_000_000)]
    public int Seed { get; init; }

    internal void Validate() => OptionsGuard.Validate(this,
        Segmenter is null
            ? ["Segmenter is null; it must be options of a segmenter."]
            : OptionsGuard.Errors(Segmenter).Concat(Segmenter.FurtherErrors()).Select(e => $"{nameof(Segmenter)}.{e}"));
}
