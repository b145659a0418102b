namespace EchoSynth.Imaging.Distributions;

/// <summary>The figures of <see cref="DistributionComparison"/>, with what they were made of.</summary>
/// <param name="Extractor">The extractor's name; figures of different extractors cannot be compared.</param>
/// <param name="RealImages">Real images.</param>
/// <param name="SyntheticImages">Synthetic images.</param>
/// <param name="FeatureLength">Features of an image.</param>
/// <param name="Standardised">Whether the features were brought to the real images' means and deviations first.</param>
/// <param name="Figures">Real against synthetic; null where there are too few images, which a warning says.</param>
/// <param name="Floor">
/// One half of the real images against the other: what two sets of one origin give. Null where the halves are too small, which a warning says. The halves are smaller than the sets, so
/// the floor's Fréchet distance is biased upward a little more than the figure's.
/// </param>
/// <param name="Shifts">How far each named feature is off, the worst first; empty where features have no names.</param>
/// <param name="Warnings">What a reader must know before believing the figures; to be shown with them.</param>
public sealed record DistributionReport(
    string Extractor,
    int RealImages,
    int SyntheticImages,
    int FeatureLength,
    bool Standardised,
    DistributionFigures? Figures,
    DistributionFigures? Floor,
    IReadOnlyList<FeatureShift> Shifts,
    IReadOnlyList<string> Warnings);
