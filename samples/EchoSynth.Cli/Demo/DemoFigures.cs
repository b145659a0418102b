using System.Globalization;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Cli.Demo;

/// <summary>The figures of metrics.json: the model beside what it has to beat and what it could reach.</summary>
internal sealed class DemoFigures
{
    private readonly Dictionary<string, ImageFidelity> _contestants = new(StringComparer.Ordinal);

    /// <summary>Adds one image of one contestant ("model", "untrained", "constant", "redraw").</summary>
    public void Add(string contestant, EchoImage real, EchoImage synthetic, AnatomyMask mask)
    {
        if (!_contestants.TryGetValue(contestant, out var fidelity))
            _contestants.Add(contestant, fidelity = new ImageFidelity());
        fidelity.Add(real, synthetic, mask);
    }

    public void Write(string path) => JsonFile.Write(path, _contestants.ToDictionary(c => c.Key, c => Json(c.Value.Report())));

    public void Print(TextWriter output)
    {
        output.WriteLine($"{"inside the sector",-34} {"PSNR",9} {"SSIM",6} {"MSE",7}   texture of myocardium / surround (1 is right)");
        foreach (var (name, fidelity) in _contestants)
        {
            var report = fidelity.Report();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {Describe(name),-32} {report.Psnr,6:0.00} dB {report.Ssim,6:0.000} {report.Mse,7:0}   {report.TextureMyocardium:0.00} / {report.TextureSurround:0.00}"));
        }
    }

    /// <summary>Whether the model has learned: better than untrained and constant, and with the texture of real images.</summary>
    public void PrintVerdict(TextWriter output)
    {
        var model = _contestants["model"].Report();
        bool Beats(string other) => _contestants[other].Report() is var r && model.Psnr > r.Psnr && model.Ssim > r.Ssim;
        bool Real(double texture) => texture is >= 0.8 and <= 1.2;
        string Answer(bool yes) => yes ? "yes" : "NO";
        output.WriteLine($"  PSNR and SSIM above an untrained model's: {Answer(Beats("untrained"))}, above mean greys': {Answer(Beats("constant"))}; texture within 0.8 to 1.2: {Answer(Real(model.TextureMyocardium) && Real(model.TextureSurround))}");
    }

    private static string Describe(string contestant) => contestant switch
    {
        "model" => "the trained model",
        "untrained" => "the same model, untrained",
        "constant" => "each label in its mean grey",
        "redraw" => "the same heart, recorded again",
        _ => contestant,
    };

    private static object Json(FidelityReport report) => new
    {
        mse = JsonFile.Number(report.Mse),
        psnr = JsonFile.Number(report.Psnr),
        ssim = JsonFile.Number(report.Ssim),
        texture_myocardium = JsonFile.Number(report.TextureMyocardium),
        texture_surround = JsonFile.Number(report.TextureSurround),
        images = report.Images,
    };
}
