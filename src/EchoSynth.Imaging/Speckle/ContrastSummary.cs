using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Speckle;

/// <summary>The <see cref="RegionContrast"/> between left ventricle and myocardium over several images: of each figure the mean and deviation over those images in which
/// it could be measured.</summary>
/// <param name="RatioDecibels">Contrast ratio, dB; below 0 where the cavity is darker.</param>
/// <param name="Cnr">Contrast-to-noise ratio.</param>
/// <param name="GeneralisedCnr">Generalised contrast-to-noise ratio, 0…1.</param>
/// <param name="Images">How many images were given.</param>
public sealed record ContrastSummary(MeanDeviation RatioDecibels, MeanDeviation Cnr, MeanDeviation GeneralisedCnr, int Images)
{
    /// <summary>Of several images.</summary>
    public static ContrastSummary Of(IReadOnlyCollection<RegionContrast> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ContrastSummary(
            MetricInput.Measured(images.Select(c => c.RatioDecibels)),
            MetricInput.Measured(images.Select(c => c.Cnr)),
            MetricInput.Measured(images.Select(c => c.GeneralisedCnr)),
            images.Count);
    }
}
