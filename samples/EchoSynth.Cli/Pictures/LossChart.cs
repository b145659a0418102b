namespace EchoSynth.Cli.Pictures;

/// <summary>The losses of a training over the images seen, as SVG: the two that play against each other above, L1 below.</summary>
internal static class LossChart
{
    /// <param name="Images">Training images seen.</param>
    /// <param name="Losses">By name.</param>
    internal readonly record struct Point(long Images, IReadOnlyDictionary<string, double> Losses);

    public static string Draw(string title, IReadOnlyList<Point> points)
    {
        CurveChart.Curve Curve(string name, string label, string colour) =>
            new(label, colour, [.. points.Select(p => (p.Images, p.Losses.GetValueOrDefault(name, double.NaN)))], Smooth: true);
        return CurveChart.Draw(title,
        [
            new("loss", [Curve("discriminator", "discriminator", "#c2410c"), Curve("adversarial", "adversarial (denoiser)", "#1d4ed8")],
                [new(2 * Math.Log(2), "2 ln 2: the discriminator cannot tell them apart")]),
            new("L1, of a range of 2", [Curve("l1", "L1 to the real image", "#15803d")], []),
        ]);
    }
}
