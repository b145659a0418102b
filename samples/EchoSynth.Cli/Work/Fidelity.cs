using System.Globalization;
using EchoSynth.Cli.Terminal;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Cli.Work;

/// <summary>All fidelity figures of a set of pairs.</summary>
internal sealed class Fidelity
{
    private readonly ImageFidelity _sector = new();
    private readonly ImageFidelity _frame = new(FidelityRegion.WholeFrame);
    private readonly SpectrumError _spectrum = new();

    public FidelityReport Sector => _sector.Report();

    public FidelityReport WholeFrame => _frame.Report();

    public double SpectrumDecibels => _spectrum.Decibels();

    public void Add(EchoImage real, EchoImage synthetic, AnatomyMask mask)
    {
        var sector = Regions.Sector(mask, real);
        _sector.Add(real, synthetic, mask, sector);
        _frame.Add(real, synthetic, mask, sector);
        _spectrum.Add(real, synthetic, sector);
    }

    /// <summary>A finite figure to six decimals, or null: JSON has no infinity.</summary>
    public static double? Number(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;

    public object ToJson() => new
    {
        images = Sector.Images,
        data_range = PixelError.DataRange,
        whole_frame = Errors(WholeFrame),
        sector = Errors(Sector),
        texture_myocardium = Number(Sector.TextureMyocardium),
        texture_surround = Number(Sector.TextureSurround),
        spectrum_db = Number(SpectrumDecibels),
    };

    public void Print(TextWriter output)
    {
        void Line(string name, string figure, string range) => output.WriteLine($"  {name,-26} {figure,10}   {range}");
        static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        output.WriteLine($"Fidelity of {Texts.Count(Sector.Images, "pair")}, 8-bit grey levels:");
        foreach (var (where, report) in new[] { ("whole frame", WholeFrame), ("inside the sector", Sector) })
        {
            Line($"MSE, {where}", F(report.Mse, "0.0"), "0 is equal, 65025 the most");
            Line($"PSNR, {where}", F(report.Psnr, "0.00") + " dB", "higher is closer; blur is rewarded");
            Line($"SSIM, {where}", F(report.Ssim, "0.000"), "−1…1, 1 is equal; blur is rewarded");
        }
        Line("texture, myocardium", F(Sector.TextureMyocardium, "0.000"), "1 is right, below is too smooth");
        Line("texture, surround", F(Sector.TextureSurround, "0.000"), "1 is right, below is too smooth");
        Line("radial spectrum error", F(SpectrumDecibels, "0.00") + " dB", "0 is right");
    }

    private static object Errors(FidelityReport report) => new { mse = Number(report.Mse), psnr = Number(report.Psnr), ssim = Number(report.Ssim) };
}
