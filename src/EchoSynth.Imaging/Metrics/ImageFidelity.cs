namespace EchoSynth.Imaging.Metrics;

/// <summary>Compares synthetic images with real ones of the same masks: add pairs, then ask for the <see cref="Report"/>.</summary>
/// <remarks>PSNR and SSIM reward blur: read them beside the texture ratios, and beside what a redraw of the real image scores. Not safe for concurrent calls.</remarks>
public sealed class ImageFidelity
{
    private readonly FidelityRegion _region;
    private readonly Pool _myocardium = new();
    private readonly Pool _surround = new();
    private double _mse;
    private double _psnr;
    private double _ssim;
    private int _images;

    /// <summary>Starts empty.</summary>
    /// <param name="region">Where MSE, PSNR and SSIM are measured.</param>
    public ImageFidelity(FidelityRegion region = FidelityRegion.Sector)
    {
        if (!Enum.IsDefined(region))
            throw new ArgumentOutOfRangeException(nameof(region), region, "Not a region.");
        _region = region;
    }

    /// <summary>Adds a pair; the sector is the mask's, or else found in the real image.</summary>
    /// <param name="real">The real image, at least 11 × 11 pixels.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="mask">The mask of both.</param>
    /// <exception cref="ArgumentException">Different or too small sizes, or an empty sector.</exception>
    public void Add(EchoImage real, EchoImage synthetic, AnatomyMask mask) => Add(real, synthetic, mask, Regions.Sector(mask, real));

    /// <summary>Counts the differences of a real image and the synthetic one of its mask into the figures.</summary>
    /// <param name="real">The real image, at least 11 × 11 pixels.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="mask">The mask of both.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside the sector.</param>
    /// <exception cref="ArgumentException">Different or too small sizes, or an empty sector.</exception>
    public void Add(EchoImage real, EchoImage synthetic, AnatomyMask mask, ReadOnlySpan<bool> sector)
    {
        MetricInput.CheckSameSize(real, synthetic);
        MetricInput.CheckRegion(real, sector);
        var surround = Regions.Surround(mask, sector);
        var inSector = _region == FidelityRegion.Sector;
        var ssim = inSector ? StructuralSimilarity.Mean(real, synthetic, sector) : StructuralSimilarity.Mean(real, synthetic);
        var mse = PixelError.Mse(real, synthetic, inSector ? sector : default);
        _ssim += ssim;
        _mse += mse;
        _psnr += PixelError.FromMse(mse);
        _images++;
        var (realTexture, syntheticTexture) = (Texture.LocalDeviation(real), Texture.LocalDeviation(synthetic));
        _myocardium.Add(realTexture, syntheticTexture, Regions.Of(mask, AnatomyLabel.Myocardium));
        _surround.Add(realTexture, syntheticTexture, surround);
    }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public FidelityReport Report() => _images == 0
        ? throw new InvalidOperationException("No images were added.")
        : new FidelityReport(_mse / _images, _psnr / _images, _ssim / _images, _myocardium.Ratio, _surround.Ratio, _images);

    private sealed class Pool
    {
        private double _real;
        private double _synthetic;

        // Both sums run over the same pixels, so their ratio is that of the means.
        public double Ratio => _synthetic / _real;

        public void Add(double[] real, double[] synthetic, bool[] region)
        {
            _real += MetricInput.Sum(real, region).Sum;
            _synthetic += MetricInput.Sum(synthetic, region).Sum;
        }
    }
}
