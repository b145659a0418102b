namespace EchoSynth.Imaging.Privacy;

/// <summary>What <see cref="PrivacyAudit"/> found.</summary>
public sealed record PrivacyReport
{
    /// <summary>Whether the model reproduces images, by the rules in docs/evaluation-privacy.md.</summary>
    public required bool Memorised { get; init; }

    /// <summary>Why, a sentence with figures each; empty when nothing was found.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What a reader should know before trusting the verdict: few images, masks from training images, patients in both sets.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether nearness and the attack were part of the verdict: enough patients, and enough images whose masks are not from training patients. Else only copies were.</summary>
    public required bool NearnessJudged { get; init; }

    /// <summary>Training images.</summary>
    public required int Training { get; init; }

    /// <summary>Held-out images.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Synthetic images.</summary>
    public required int Synthetic { get; init; }

    /// <summary>Synthetic images drawn from masks of training images (or of other images of their patients).</summary>
    public required int Confounded { get; init; }

    /// <summary>Correlation of the speckle from which on images of different masks counted as copies.</summary>
    public required double SpeckleThreshold { get; init; }

    /// <summary>Likewise for images of one mask.</summary>
    public required double SpeckleThresholdOfOneMask { get; init; }

    /// <summary>Pixel, SSIM, features (where they were given) and speckle.</summary>
    public required IReadOnlyList<SpaceReport> Spaces { get; init; }

    /// <summary>Synthetic images that are copies of training images.</summary>
    public required IReadOnlyList<DuplicatePair> TrainingDuplicates { get; init; }

    /// <summary>Synthetic images that are copies of held-out images.</summary>
    public required IReadOnlyList<DuplicatePair> HeldOutDuplicates { get; init; }

    /// <summary>Synthetic images that are copies of other synthetic ones: a model that collapsed. Not part of the verdict. A pair that is nearest to each other is listed once.</summary>
    public required IReadOnlyList<DuplicatePair> SyntheticDuplicates { get; init; }
}
