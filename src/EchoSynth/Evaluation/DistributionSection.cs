using EchoSynth.Imaging.Distributions;

namespace EchoSynth.Evaluation;

/// <summary>How close the synthetic set is to the real one, by each extractor.</summary>
/// <param name="RealSet">Which real images it was measured against: "held-out", or "all real" where the held-out ones are too few.</param>
/// <param name="Extractors">One report for each extractor, in the order of the options.</param>
public sealed record DistributionSection(string RealSet, IReadOnlyList<DistributionReport> Extractors);
