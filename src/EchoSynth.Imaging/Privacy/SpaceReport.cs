namespace EchoSynth.Imaging.Privacy;

/// <summary>What was measured in one space.</summary>
public sealed record SpaceReport
{
    /// <summary>"pixel" (Euclidean, pixels in [0, 1]), "ssim" (1 − SSIM), "features" (Euclidean) or "speckle" (1 − correlation).</summary>
    public required string Space { get; init; }

    /// <summary>Distance of each synthetic image to its nearest training image.</summary>
    public required IReadOnlyList<double> ToTraining { get; init; }

    /// <summary>Distance of each synthetic image to its nearest held-out image.</summary>
    public required IReadOnlyList<double> ToHeldOut { get; init; }

    /// <summary>Distance of each held-out image to its nearest training image: the yardstick's values.</summary>
    public required IReadOnlyList<double> HeldOutToTraining { get; init; }

    /// <summary>The k-th smallest of <see cref="HeldOutToTraining"/>, k = max(1, ⌊0.05 (n + 1)⌋): its 5 %-quantile.</summary>
    public required double Yardstick { get; init; }

    /// <summary>The share expected below the yardstick: k / (n + 1), 0.05 or a little less for 19 held-out images or more.</summary>
    public required double Expected { get; init; }

    /// <summary>The figures of all synthetic images.</summary>
    public required SpaceFigures All { get; init; }

    /// <summary>The figures of those not drawn from training images' masks; null where there are fewer than <see cref="PrivacyAuditOptions.FewImages"/>, or where held-out masks are all of one patient.</summary>
    public SpaceFigures? Unconfounded { get; init; }

    /// <summary>The synthetic images nearest to a real one, nearest first.</summary>
    public required IReadOnlyList<ClosePair> Closest { get; init; }

    /// <summary>Whether there were too many pairs to compare all (<see cref="PrivacyAuditOptions.MaxPairs"/>): only the ten nearest in pixel space were.</summary>
    public bool CandidatesFromPixels { get; init; }
}
