namespace EchoSynth.Imaging.Distributions;

/// <summary>How far a <see cref="DistributionComparison"/> is.</summary>
/// <param name="Part">What is being measured.</param>
/// <param name="Share">The share of that part that is done, 0…1.</param>
public sealed record DistributionProgress(string Part, double Share);
