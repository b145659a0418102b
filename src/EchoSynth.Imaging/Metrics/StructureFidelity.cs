namespace EchoSynth.Imaging.Metrics;

/// <summary>MSE, PSNR, SSIM and MS-SSIM of pairs over the frame, in the sector and in each structure, with their deviation over images: add pairs, then ask for the
/// <see cref="Report"/>.</summary>
/// <remarks>
/// The data range is 0…255 (<see cref="PixelError.DataRange"/>); pixels are not rounded. A place that a pair lacks is passed over and counted. Over the frame SSIM is
/// scikit-image's mean, without the outermost 5 pixels; elsewhere it is the mean of <see cref="StructuralSimilarity.Map"/>. All these figures reward blur: measure a
/// second real image of each mask too, and show both. Not safe for concurrent calls.
/// </remarks>
public sealed class StructureFidelity
{
    private readonly List<FidelityRow> _rows = [];

    /// <summary>The figures of each pair, in the order in which they were added.</summary>
    public IReadOnlyList<FidelityRow> Rows => _rows;

    /// <summary>Adds a pair; the sector is the mask's, or else found in the real image.</summary>
    /// <inheritdoc cref="Add(EchoImage, EchoImage, AnatomyMask, ReadOnlySpan{bool})"/>
    public FidelityRow Add(EchoImage real, EchoImage synthetic, AnatomyMask mask) => Add(real, synthetic, mask, Regions.Sector(mask, real));

    /// <summary>Counts the differences of a real image and the synthetic one of its mask, structure by structure, into the figures.</summary>
    /// <param name="real">The real image, at least 11 × 11 pixels.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="mask">The mask of both.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside the sector.</param>
    /// <returns>The pair's own figures.</returns>
    /// <exception cref="ArgumentException">Different or too small sizes.</exception>
    public FidelityRow Add(EchoImage real, EchoImage synthetic, AnatomyMask mask, ReadOnlySpan<bool> sector)
    {
        MetricInput.CheckSameSize(real, synthetic);
        MetricInput.CheckMask(real, mask, sector);
        var pyramid = new SimilarityPyramid(real, synthetic);
        var places = new Dictionary<FidelityPlace, PlaceFigures>();
        var mse = PixelError.Mse(real, synthetic);
        var ssim = StructuralSimilarity.InteriorMean(pyramid.Map, real.Width, real.Height);
        places[FidelityPlace.WholeFrame] = new PlaceFigures(mse, PixelError.FromMse(mse), ssim, pyramid.WholeFrame());
        if (PlaceFigures.Measure(real, synthetic, pyramid.Map, sector.ToArray()) is { } inside)
            places[FidelityPlace.Sector] = inside with { MultiScale = pyramid.Within(sector) };
        Measure(FidelityPlace.LeftVentricle, Regions.Of(mask, AnatomyLabel.LeftVentricle));
        Measure(FidelityPlace.Myocardium, Regions.Of(mask, AnatomyLabel.Myocardium));
        Measure(FidelityPlace.LeftAtrium, Regions.Of(mask, AnatomyLabel.LeftAtrium));
        Measure(FidelityPlace.Surround, Regions.Surround(mask, sector, margin: 0));
        var row = new FidelityRow(_rows.Count, places);
        _rows.Add(row);
        return row;

        void Measure(FidelityPlace place, bool[] region)
        {
            if (PlaceFigures.Measure(real, synthetic, pyramid.Map, region) is { } figures)
                places[place] = figures;
        }
    }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public StructureFidelityReport Report() => _rows.Count == 0
        ? throw new InvalidOperationException("No images were added.")
        : new StructureFidelityReport([.. Enum.GetValues<FidelityPlace>().Select(place => PlaceFidelity.Of(place, _rows))], _rows.Count);
}
