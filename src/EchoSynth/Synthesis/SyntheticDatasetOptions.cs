using System.ComponentModel.DataAnnotations;
using EchoSynth.Sampling;

namespace EchoSynth.Synthesis;

/// <summary>What <see cref="SyntheticDataset.Write"/> makes.</summary>
public sealed record SyntheticDatasetOptions
{
    /// <summary>The set's name, in its card.</summary>
    /// <value>The default value is "Synthetic echocardiograms".</value>
    [Required]
    public string Name { get; init; } = "Synthetic echocardiograms";

    /// <summary>Images in all, of all shards; goes round the masks with new seeds.</summary>
    /// <value>The default value is null: one for each mask.</value>
    [Range(1, 1_000_000_000)]
    public long? Count { get; init; }

    /// <summary>The seed from which, with the mask's id and the round, each image's own is derived.</summary>
    /// <value>The default value is 0.</value>
    public long Seed { get; init; }

    /// <summary>The part that is made now.</summary>
    /// <value>The default value is <see cref="Shard.Whole"/>.</value>
    [Required]
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>The layout on disk.</summary>
    /// <value>The default value is <see cref="SynthesisLayout.Png"/>.</value>
    [AllowedValues(SynthesisLayout.Png, SynthesisLayout.Nifti, SynthesisLayout.CamusNifti, SynthesisLayout.CamusMetaImage)]
    public SynthesisLayout Layout { get; init; }

    /// <summary>The pixels on which images are written.</summary>
    /// <value>The default value is <see cref="SynthesisGrid.Model"/>.</value>
    [AllowedValues(SynthesisGrid.Model, SynthesisGrid.Source)]
    public SynthesisGrid Grid { get; init; }

    /// <summary>How much is made anew where masks come with their recordings, above 0 up to 1; see <see cref="SampleRequest.Strength"/>.</summary>
    /// <value>The default value is 1: from the masks alone.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Strength { get; init; } = 1;

    /// <summary>What else the images depend on, for manifest and card: how masks were prepared, for example <see cref="Translation.DomainTranslator.Facts"/>. Sets whose facts differ do not mix.</summary>
    /// <value>The default value is none.</value>
    [Required]
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a mask whose file is missing or damaged is left out, with a record in skipped.jsonl, instead of ending the work.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipDamaged { get; init; }

    /// <summary>How images are drawn.</summary>
    /// <value>The default value is that of <see cref="SamplerOptions"/>.</value>
    [Required]
    public SamplerOptions Sampling { get; init; } = new();
}
