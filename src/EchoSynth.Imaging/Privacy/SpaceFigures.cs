using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>How near some synthetic images lie to the training set, in one space.</summary>
public sealed record SpaceFigures
{
    /// <summary>Synthetic images.</summary>
    public required int Images { get; init; }

    /// <summary>Median distance to the nearest training image.</summary>
    public required double MedianToTraining { get; init; }

    /// <summary>Median distance to the nearest held-out image; of all of them, however many fewer they are.</summary>
    public required double MedianToHeldOut { get; init; }

    /// <summary>Share of the synthetic images nearer to the training set than <see cref="SpaceReport.Yardstick"/>; <see cref="SpaceReport.Expected"/> when they are like held-out images.</summary>
    public required ConfidenceInterval CloserThanYardstick { get; init; }

    /// <summary>The chance of so large a share if synthetic images were as near as held-out ones: beta-binomial, so that the yardstick's own uncertainty counts.</summary>
    public required double Chance { get; init; }

    /// <summary>Share nearer to training than to held-out images, as many of either; 0.5 when nothing leaks. Equal distances are left out.</summary>
    public required ConfidenceInterval NearerToTraining { get; init; }

    /// <summary>The attack by the distance to the nearest synthetic image.</summary>
    public required MembershipResult Membership { get; init; }
}
