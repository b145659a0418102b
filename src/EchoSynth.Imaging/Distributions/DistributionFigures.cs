namespace EchoSynth.Imaging.Distributions;

/// <summary>How far two sets of images are apart.</summary>
/// <param name="RealImages">Images of the first set.</param>
/// <param name="SyntheticImages">Images of the second; for the floor, those of the other half of the real set.</param>
/// <param name="Frechet">See <see cref="FrechetDistance"/>; 0 is best.</param>
/// <param name="Kernel">See <see cref="KernelDistance"/>; about 0 is best.</param>
/// <param name="Balls">See <see cref="PrecisionRecall"/>.</param>
/// <param name="BallImages">Images of either set that they were measured on: as many as the smaller set has, those of the larger drawn by the seed.</param>
public sealed record DistributionFigures(int RealImages, int SyntheticImages, double Frechet, KernelDistance Kernel, PrecisionRecall Balls, int BallImages);
