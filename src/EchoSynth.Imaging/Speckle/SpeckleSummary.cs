using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Speckle;

/// <summary>The <see cref="SpeckleStatistics"/> of one tissue over several images: of each figure the mean and deviation over those images in which it could be measured
/// (the count says how many).</summary>
/// <param name="Mean">Mean amplitude.</param>
/// <param name="Snr">Mean over standard deviation.</param>
/// <param name="RayleighSigma">σ of the Rayleigh distribution of greatest likelihood, in units of the amplitude.</param>
/// <param name="RayleighDistance">Kolmogorov–Smirnov distance to the Rayleigh fit.</param>
/// <param name="NakagamiShape">Nakagami's m, by the inverse normalised variance.</param>
/// <param name="NakagamiLikelihoodShape">Nakagami's m, by maximum likelihood.</param>
/// <param name="NakagamiSpread">Nakagami's Ω, the mean power E[x²].</param>
/// <param name="LateralWidth">Autocorrelation width along x, pixels.</param>
/// <param name="AxialWidth">Along y.</param>
/// <param name="LateralMillimetres">Along x, mm.</param>
/// <param name="AxialMillimetres">Along y, mm.</param>
/// <param name="Images">How many images were given.</param>
/// <param name="Absent">How many of them have fewer than <see cref="SpeckleStatistics.MinPixels"/> pixels of the tissue, or none.</param>
public sealed record SpeckleSummary(
    MeanDeviation Mean, MeanDeviation Snr, MeanDeviation RayleighSigma, MeanDeviation RayleighDistance, MeanDeviation NakagamiShape, MeanDeviation NakagamiLikelihoodShape,
    MeanDeviation NakagamiSpread, MeanDeviation LateralWidth, MeanDeviation AxialWidth, MeanDeviation LateralMillimetres, MeanDeviation AxialMillimetres, int Images, int Absent)
{
    /// <summary>Of the statistics of one tissue in several images.</summary>
    public static SpeckleSummary Of(IReadOnlyCollection<SpeckleStatistics> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new SpeckleSummary(
            Over(s => s.Mean), Over(s => s.Snr), Over(s => s.RayleighSigma), Over(s => s.RayleighDistance), Over(s => s.NakagamiShape), Over(s => s.NakagamiLikelihoodShape),
            Over(s => s.NakagamiSpread), Over(s => s.LateralWidth), Over(s => s.AxialWidth), Over(s => s.LateralMillimetres), Over(s => s.AxialMillimetres),
            images.Count, images.Count(s => s.Pixels < SpeckleStatistics.MinPixels));

        MeanDeviation Over(Func<SpeckleStatistics, double> figure) => MetricInput.Measured(images.Select(figure));
    }
}
