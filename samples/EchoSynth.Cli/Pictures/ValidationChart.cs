using EchoSynth.Imaging.Metrics;
using EchoSynth.Training;

namespace EchoSynth.Cli.Pictures;

/// <summary>The validations of a training over the images seen, as SVG: how far seeds spread, and how real the texture is.</summary>
internal static class ValidationChart
{
    /// <param name="title">Above the chart.</param>
    /// <param name="points">Training images seen and what was measured then, in order.</param>
    /// <param name="redraw">Spread of real redraws of the same masks, fine and coarse, of images in [0, 1]; null where it is not known.</param>
    public static string Draw(string title, IReadOnlyList<(long Images, ValidationReport Report)> points, (double Fine, double Coarse)? redraw)
    {
        CurveChart.Curve Curve(string label, string colour, Func<ValidationReport, double> value) => new(label, colour, [.. points.Select(p => (p.Images, value(p.Report)))]);
        return CurveChart.Draw(title,
        [
            new("spread over seeds, grey levels",
                [Curve("pixel by pixel", "#c2410c", r => PixelError.DataRange * r.SeedSpread), Curve("of 4 × 4 means", "#1d4ed8", r => PixelError.DataRange * r.SeedSpreadCoarse)],
                redraw is { } real ? [new(PixelError.DataRange * real.Fine, "recorded again: pixel by pixel"), new(PixelError.DataRange * real.Coarse, "recorded again: 4 × 4 means")] : []),
            new("texture ratio; spectrum error, dB",
                [Curve("texture, myocardium", "#15803d", r => r.TextureMyocardium), Curve("texture, surround", "#7e22ce", r => r.TextureSurround), Curve("spectrum error", "#6b7280", r => r.SpectrumError)],
                [new(1, "texture of real images")]),
        ]);
    }
}
