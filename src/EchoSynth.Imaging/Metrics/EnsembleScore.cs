namespace EchoSynth.Imaging.Metrics;

/// <summary>Images of one mask and several seeds as a forecast of the real image: a proper score, which neither blur nor a single sharp guess wins.</summary>
/// <param name="Crps">
/// Mean over the region of mean|a − x| − ½·mean|a − a′| over the seeds' pixels a ≠ a′ and the real pixel x: the fair continuous ranked probability score (Gneiting and
/// Raftery 2007, §4.2; Ferro 2014), in the units of the pixels; 0 is best, and in the mean it is least for images drawn from the truth.
/// </param>
/// <param name="Dispersion">mean|a − a′| over mean|a − x|: 1 where seeds differ from each other as much as from the real image, 0 where they are all alike.</param>
public sealed record EnsembleScore(double Crps, double Dispersion)
{
    /// <summary>Measures the images of one mask.</summary>
    /// <param name="images">At least two images of one size.</param>
    /// <param name="real">The real image of the mask.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure, usually the sector.</param>
    /// <exception cref="ArgumentException">Fewer than two images, different sizes, or nothing in the region.</exception>
    public static EnsembleScore Measure(IReadOnlyList<EchoImage> images, EchoImage real, ReadOnlySpan<bool> region)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(real);
        if (images.Count < 2)
            throw new ArgumentException($"{images.Count} images; an ensemble needs at least 2.", nameof(images));
        foreach (var image in images)
            MetricInput.CheckSameSize(real, image);
        MetricInput.CheckRegion(real, region);
        var (error, between, pixels) = (0.0, 0.0, 0L);
        for (var p = 0; p < region.Length; p++)
        {
            if (!region[p])
                continue;
            pixels++;
            for (var i = 0; i < images.Count; i++)
            {
                var a = images[i].Pixels[p];
                error += Math.Abs(a - real.Pixels[p]);
                for (var j = 0; j < i; j++)
                    between += Math.Abs(a - images[j].Pixels[p]);
            }
        }
        error /= (double)pixels * images.Count;
        between /= (double)pixels * images.Count * (images.Count - 1) / 2;
        return new EnsembleScore(error - between / 2, error > 0 ? between / error : 0);
    }
}
