namespace EchoSynth.Imaging.Metrics;

/// <summary>The mean radial power spectra of real and synthetic images, as <see cref="SpectrumError"/> compares them.</summary>
/// <param name="FirstRing">The frequency of the first value, in cycles per shorter side; each further value is one cycle more.</param>
/// <param name="Real">Of the real images: the mean power of each ring, in dB relative to 1 (pixels in [0, 1]).</param>
/// <param name="Synthetic">Of the synthetic images, the same rings.</param>
public sealed record RadialSpectra(int FirstRing, IReadOnlyList<double> Real, IReadOnlyList<double> Synthetic);
