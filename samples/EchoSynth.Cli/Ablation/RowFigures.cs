using EchoSynth.Cli.Work;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Cli.Ablation;

/// <summary>The figures of one row.</summary>
internal sealed class RowFigures
{
    private readonly ImageFidelity _sector = new();
    private readonly RegionFidelity _regions = new();
    private readonly SpectrumError _spectrum = new();
    private readonly List<(double Fine, double Coarse)> _spread = [], _redrawn = [];

    public FidelityReport Sector => _sector.Report();

    public RegionFidelityReport Regions => _regions.Report();

    public double Spectrum => _spectrum.Decibels();

    /// <summary>Standard deviation over seeds, grey levels; NaN where none was measured.</summary>
    public (double Fine, double Coarse) Spread => Mean(_spread);

    /// <summary>That of as many redraws of the same masks; NaN where there are none.</summary>
    public (double Fine, double Coarse) Redrawn => Mean(_redrawn);

    public void Add(EchoPair pair, EchoImage image)
    {
        var sector = Imaging.Regions.Sector(pair.Mask, pair.Image);
        _sector.Add(pair.Image, image, pair.Mask, sector);
        _regions.Add(pair.Image, image, pair.Mask, sector);
        _spectrum.Add(pair.Image, image, sector);
    }

    /// <param name="pair">The held-out pair.</param>
    /// <param name="seeds">Images of its mask.</param>
    /// <param name="redraws">As many recordings of the same heart; none where there are none.</param>
    public void AddSpread(EchoPair pair, IReadOnlyList<EchoImage> seeds, IReadOnlyList<EchoImage> redraws)
    {
        var sector = Imaging.Regions.Sector(pair.Mask, pair.Image);
        _spread.Add(Measure(seeds, sector));
        if (redraws.Count > 0)
            _redrawn.Add(Measure(redraws, sector));
    }

    public object ToJson(string name, int? steps, double milliseconds) => new
    {
        name,
        steps,
        milliseconds_per_image = double.IsFinite(milliseconds) ? Math.Round(milliseconds, 1) : (double?)null,
        images = Sector.Images,
        mse = JsonFile.Number(Sector.Mse),
        psnr = JsonFile.Number(Sector.Psnr),
        ssim = JsonFile.Number(Sector.Ssim),
        regions = new { lv = Json(Regions.LeftVentricle), myocardium = Json(Regions.Myocardium), la = Json(Regions.LeftAtrium), rest = Json(Regions.Rest) },
        texture_myocardium = JsonFile.Number(Sector.TextureMyocardium),
        texture_surround = JsonFile.Number(Sector.TextureSurround),
        spectrum_db = JsonFile.Number(Spectrum),
        spread = JsonFile.Number(Spread.Fine),
        spread_coarse = JsonFile.Number(Spread.Coarse),
        redraw_spread = JsonFile.Number(Redrawn.Fine),
        redraw_spread_coarse = JsonFile.Number(Redrawn.Coarse),
        spread_masks = _spread.Count,
    };

    private static object Json(RegionFigures region) => new { mse = JsonFile.Number(region.Mse), psnr = JsonFile.Number(region.Psnr), ssim = JsonFile.Number(region.Ssim) };

    private static (double Fine, double Coarse) Measure(IReadOnlyList<EchoImage> images, bool[] sector) =>
        (PixelError.DataRange * SeedSpread.Measure(images, sector), PixelError.DataRange * SeedSpread.MeasureCoarse(images, sector));

    private static (double Fine, double Coarse) Mean(List<(double Fine, double Coarse)> values) =>
        values.Count == 0 ? (double.NaN, double.NaN) : (values.Average(v => v.Fine), values.Average(v => v.Coarse));
}
