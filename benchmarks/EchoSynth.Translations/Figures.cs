using System.Globalization;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Translations;

/// <summary>MSE, PSNR and SSIM inside a region, mean and standard deviation over images, and the error of the mean radial spectrum.</summary>
internal sealed class Figures
{
    private readonly List<(double Mse, double Psnr, double Ssim)> _values = [];
    private readonly SpectrumError _spectrum = new();

    public int Images => _values.Count;

    public void Add(EchoImage reference, EchoImage image, bool[] region)
    {
        _values.Add((PixelError.Mse(reference, image, region), PixelError.Psnr(reference, image, region), StructuralSimilarity.Mean(reference, image, region)));
        _spectrum.Add(reference, image, region);
    }

    /// <summary>"1234 ± 56 | 17.1 ± 0.8 | 0.512 ± 0.03 | 1.2".</summary>
    public string Row() => string.Create(CultureInfo.InvariantCulture,
        $"{Mean(v => v.Mse):0} ± {Deviation(v => v.Mse):0} | {Mean(v => v.Psnr):0.0} ± {Deviation(v => v.Psnr):0.0} | {Mean(v => v.Ssim):0.000} ± {Deviation(v => v.Ssim):0.000} | {_spectrum.Decibels():0.0}");

    public object ToJson() => new
    {
        images = Images,
        mse = new { mean = Mean(v => v.Mse), sd = Deviation(v => v.Mse) },
        psnr = new { mean = Mean(v => v.Psnr), sd = Deviation(v => v.Psnr) },
        ssim = new { mean = Mean(v => v.Ssim), sd = Deviation(v => v.Ssim) },
        spectrum_db = _spectrum.Decibels(),
    };

    private double Mean(Func<(double Mse, double Psnr, double Ssim), double> of) => _values.Average(of);

    private double Deviation(Func<(double Mse, double Psnr, double Ssim), double> of)
    {
        var mean = Mean(of);
        return Math.Sqrt(_values.Sum(v => (of(v) - mean) * (of(v) - mean)) / Math.Max(1, Images - 1));
    }
}
