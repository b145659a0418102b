using System.Numerics;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Whether two images carry the same speckle. Two recordings of one heart do not; a copy does, also shifted, mirrored, brightened or noised.</summary>
/// <remarks>
/// Of each image, brought to at most 128 × 128 pixels, what a blur of σ = 1 pixel takes away is divided by its local deviation (σ = 4 pixels), inside the sector less two pixels. The result is the
/// largest correlation over shifts of up to an eighth of the width (sought at 64 × 64, refined at the working size) and over the mirror image. Images without speckle (constant, or blurred
/// until less than a grey level is left) have correlation 0. Thread-safe.
/// </remarks>
public static class SpeckleCorrelation
{
    /// <summary>Compares two images.</summary>
    /// <param name="a">An image; its mask's labelled pixels are the sector, if it marks one.</param>
    /// <param name="b">Another of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ; the message names both.</exception>
    public static SpeckleMatch Measure(EchoPair a, EchoPair b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Image.Width != b.Image.Width || a.Image.Height != b.Image.Height)
            throw new ArgumentException($"The images are {a.Image.Width} × {a.Image.Height} and {b.Image.Width} × {b.Image.Height}; they must be of one size.");
        return Match(new SpeckleImage(a), [new SpeckleImage(b)])[0];
    }

    /// <summary>From which correlation on two images are copies: above what phantoms that are no copies reach, whatever their scanner.</summary>
    /// <remarks>
    /// Small images hold few speckles and much anatomy in a pixel, so the threshold is higher for them: 0.72 at 64 pixels, 0.55 at 96, 0.45 from 128 on, linear between, 0.85 at 32; for two images of
    /// one mask, whose tissue borders match, 0.86, 0.70, 0.57 and 0.95. docs/evaluation-privacy.md has the measurements.
    /// </remarks>
    /// <param name="width">Columns of the images.</param>
    /// <param name="height">Rows of the images.</param>
    /// <param name="sameMask">Whether the images show one heart at one moment.</param>
    public static double Threshold(int width, int height, bool sameMask)
    {
        (double Size, double Value)[] known = sameMask ? [(32, 0.95), (64, 0.86), (96, 0.7), (128, 0.57)] : [(32, 0.85), (64, 0.72), (96, 0.55), (128, 0.45)];
        var size = Math.Clamp(Math.Max(width, height), known[0].Size, known[^1].Size);
        var upper = Math.Max(1, Array.FindIndex(known, k => k.Size >= size));
        var (low, high) = (known[upper - 1], known[upper]);
        return low.Value + (high.Value - low.Value) * (size - low.Size) / (high.Size - low.Size);
    }

    /// <summary>The best match of a query with each of some references.</summary>
    internal static SpeckleMatch[] Match(SpeckleImage query, ReadOnlySpan<SpeckleImage> references)
    {
        const int cells = VectorFourier.Size * VectorFourier.Size;
        var (spectrum, mirrored) = (SpecklePeaks.Query(query.Small), query.Mirrored());
        var (a, b) = (new Vector<float>[cells], new Vector<float>[cells]);
        var matches = new SpeckleMatch[references.Length];
        for (var from = 0; from < references.Length; from += SpecklePeaks.Lanes)
        {
            var group = references[from..Math.Min(references.Length, from + SpecklePeaks.Lanes)];
            var (re, im) = SpecklePeaks.Spectra(Small(group));
            SpecklePeaks.Correlate(spectrum, re, im, a, b);
            for (var lane = 0; lane < group.Length; lane++)
                matches[from + lane] = SpeckleRefinement.Best(query.Working, mirrored, group[lane].Working, query.Scale, a, b, lane);
        }
        return matches;
    }

    internal static SpeckleResidual[] Small(ReadOnlySpan<SpeckleImage> images)
    {
        var small = new SpeckleResidual[images.Length];
        for (var i = 0; i < small.Length; i++)
            small[i] = images[i].Small;
        return small;
    }
}
