using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Privacy;

/// <summary>How <see cref="PrivacyAudit"/> measures, and from where on it says that a model memorised.</summary>
public sealed record PrivacyAuditOptions
{
    /// <summary>Correlation of the speckle from which on two images are copies, 0.05…1.</summary>
    /// <value>The default value is null: <see cref="SpeckleCorrelation.Threshold"/> of the images' size, higher for images of one mask.</value>
    public double? SpeckleThreshold { get; init; }

    /// <summary>SSIM of the frame from which on two images are copies, 0.5…1.</summary>
    /// <value>The default value is 0.98.</value>
    public double SsimThreshold { get; init; } = 0.98;

    /// <summary>Images of a set below which the report warns: 2…10,000.</summary>
    /// <value>The default value is 20.</value>
    public int FewImages { get; init; } = 20;

    /// <summary>Pairs of a comparison of two sets that are all compared in the SSIM and speckle spaces, four bytes each; of more, only the ten nearest in pixel space are. 0…1,000,000,000.</summary>
    /// <value>The default value is 10,000,000.</value>
    public long MaxPairs { get; init; } = 10_000_000;

    /// <summary>Pairs that are listed for each space: 1…1000.</summary>
    /// <value>The default value is 10.</value>
    public int ClosestPairs { get; init; } = 10;

    /// <summary>Chooses the subsets of equal size and the bootstrap's draws.</summary>
    /// <value>The default value is 0.</value>
    public int Seed { get; init; }

    /// <summary>Threads at most; 0 for one per core. The report does not depend on it.</summary>
    /// <value>The default value is 0.</value>
    public int MaxThreads { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; the message names each.</exception>
    public void Validate() => new ParameterCheck("Privacy audit")
        .Range(nameof(SpeckleThreshold), SpeckleThreshold ?? 1, 0.05, 1, "")
        .Range(nameof(SsimThreshold), SsimThreshold, 0.5, 1, "")
        .Range(nameof(FewImages), FewImages, 2, 10_000, "")
        .Range(nameof(MaxPairs), MaxPairs, 0, 1_000_000_000, "")
        .Range(nameof(ClosestPairs), ClosestPairs, 1, 1000, "")
        .Range(nameof(MaxThreads), MaxThreads, 0, 1024, "")
        .ThrowIfAny("options");
}
