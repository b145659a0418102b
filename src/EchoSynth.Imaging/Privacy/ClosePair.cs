namespace EchoSynth.Imaging.Privacy;

/// <summary>A synthetic image and the real one nearest to it, to be looked at side by side.</summary>
/// <param name="SyntheticId">The synthetic image.</param>
/// <param name="RealId">The real one.</param>
/// <param name="InTraining">Whether that is a training image, not a held-out one.</param>
/// <param name="Distance">In the space's unit.</param>
/// <param name="Confounded">Whether the synthetic image was drawn from a training image's mask, so that nearness in anatomy is meant to be.</param>
public sealed record ClosePair(string SyntheticId, string RealId, bool InTraining, double Distance, bool Confounded);
