namespace EchoSynth.Imaging.Speckle;

/// <summary>The speckle of one tissue, real and synthetic side by side.</summary>
/// <param name="Tissue">The tissue.</param>
/// <param name="Real">Over the real images.</param>
/// <param name="Synthetic">Over the synthetic images.</param>
public sealed record TissueSpeckle(SpeckleTissue Tissue, SpeckleSummary Real, SpeckleSummary Synthetic);
