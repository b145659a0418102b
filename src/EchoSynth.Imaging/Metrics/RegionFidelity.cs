namespace EchoSynth.Imaging.Metrics;

/// <summary>Compares synthetic images with real ones within each region of their masks: add pairs, then ask for the <see cref="Report"/>.</summary>
/// <remarks>
/// A region that a mask lacks is passed over for that pair. Like all of MSE, PSNR and SSIM the figures reward blur; see <see cref="ImageFidelity"/>. Not safe for concurrent calls.
/// </remarks>
public sealed class RegionFidelity
{
    private readonly Sums _leftVentricle = new(), _myocardium = new(), _leftAtrium = new(), _rest = new();

    /// <summary>How many pairs were added.</summary>
    public int Images { get; private set; }

    /// <summary>Adds a pair; the sector is the mask's, or else found in the real image.</summary>
    /// <param name="real">The real image, at least 11 × 11 pixels.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="mask">The mask of both.</param>
    /// <exception cref="ArgumentException">Different or too small sizes.</exception>
    public void Add(EchoImage real, EchoImage synthetic, AnatomyMask mask) => Add(real, synthetic, mask, Regions.Sector(mask, real));

    /// <summary>Counts the differences of a real image and the synthetic one of its mask, region by region, into the figures.</summary>
    /// <param name="real">The real image, at least 11 × 11 pixels.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="mask">The mask of both.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside the sector.</param>
    /// <exception cref="ArgumentException">Different or too small sizes.</exception>
    public void Add(EchoImage real, EchoImage synthetic, AnatomyMask mask, ReadOnlySpan<bool> sector)
    {
        MetricInput.CheckSameSize(real, synthetic);
        var rest = Regions.Surround(mask, sector, margin: 0);
        if (rest.Length != real.Pixels.Length)
            throw new ArgumentException($"The mask is {mask.Width} × {mask.Height}, the images {real.Width} × {real.Height}.", nameof(mask));
        var map = StructuralSimilarity.Map(real, synthetic);
        _leftVentricle.Add(real, synthetic, map, Regions.Of(mask, AnatomyLabel.LeftVentricle));
        _myocardium.Add(real, synthetic, map, Regions.Of(mask, AnatomyLabel.Myocardium));
        _leftAtrium.Add(real, synthetic, map, Regions.Of(mask, AnatomyLabel.LeftAtrium));
        _rest.Add(real, synthetic, map, rest);
        Images++;
    }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public RegionFidelityReport Report() => Images == 0
        ? throw new InvalidOperationException("No images were added.")
        : new RegionFidelityReport(_leftVentricle.Means(), _myocardium.Means(), _leftAtrium.Means(), _rest.Means());

    private sealed class Sums
    {
        private double _mse;
        private double _psnr;
        private double _ssim;
        private int _images;

        public void Add(EchoImage real, EchoImage synthetic, double[] map, bool[] region)
        {
            if (PlaceFigures.Measure(real, synthetic, map, region) is not { } figures)
                return;
            _mse += figures.Mse;
            _psnr += figures.Psnr;
            _ssim += figures.Ssim;
            _images++;
        }

        public RegionFigures Means() => new(_mse / _images, _psnr / _images, _ssim / _images, _images);
    }
}
