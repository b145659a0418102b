namespace EchoSynth.Imaging.Distributions;

/// <summary>Options of <see cref="DistributionComparison"/>.</summary>
public sealed record DistributionOptions
{
    /// <summary>The patient of each real image, in their order: the halves that give the floor then have no patient in common.</summary>
    /// <value>The default value is null: unknown; the halves are drawn by image, and a warning says so.</value>
    public IReadOnlyList<string>? Patients { get; init; }

    /// <summary>Of the drawing of the halves.</summary>
    /// <value>The default value is 0.</value>
    public int Seed { get; init; }
}
