using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Segmentation;

/// <summary>What a <see cref="UsefulnessStudy"/> compares. The lists may read their pairs on demand: they are gone through a few times, in order.</summary>
public sealed record UsefulnessInput
{
    /// <summary>Real pairs for training: those that the generator was trained on, for a fair comparison.</summary>
    public required IReadOnlyList<EchoPair> RealTraining { get; init; }

    /// <summary>Synthetic images with the masks they were made from.</summary>
    public required IReadOnlyList<EchoPair> Synthetic { get; init; }

    /// <summary>Synthetic images on which mask fidelity is measured: best those of the test patients' masks, which no segmenter was trained on.</summary>
    /// <value>The default value is null: <see cref="Synthetic"/>, whose anatomies the segmenter of real images may have seen.</value>
    public IReadOnlyList<EchoPair>? Fidelity { get; init; }

    /// <summary>Real pairs of other patients, which neither the generator nor a segmenter has seen.</summary>
    public required IReadOnlyList<EchoPair> RealTest { get; init; }
}
