using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Evaluation;

/// <summary>Conditional diversity: how much the images of one mask differ from seed to seed.</summary>
/// <param name="Kind">What it is compared with: "redraw", "neighbour" (see <see cref="SecondRealImage"/>), "none", or several of them joined by "and".</param>
/// <param name="Spread">The figures; a ratio of 1 is as diverse as the real images.</param>
public sealed record DiversitySection(string Kind, ConditionalDiversityReport Spread);
