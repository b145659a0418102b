using System.Text.Json;

namespace EchoSynth.Imaging.Tests.Support;

/// <summary>Figures of NumPy, SciPy and scikit-image (Fixtures/fidelity.json, made by make_fidelity.py), and the pictures they are of.</summary>
internal static class FidelityFixture
{
    public sealed record MultiScale(int Width, int Height, string Kind, int Scales, double Whole, double Disc, double Band);

    public sealed record Scikit(int Width, int Height, string Real, string Synthetic, double Ssim, double Psnr);

    public sealed record Statistics(
        int Pixels, double Mean, double Deviation, double Snr, double Sigma, double Distance, double Shape, double LikelihoodShape, double Spread, double? Lateral, double? Axial);

    public sealed record Contrast(double Ratio, double Cnr, double Generalised);

    public sealed record Speckles(
        int Width, int Height, string Pixels, Statistics Everywhere, Statistics Ring, Statistics RingAmplitude, string RingBits, string InnerBits, string OuterBits, Contrast Contrast, Contrast ContrastAmplitude);

    public sealed record Score(double? Dice, double? Hausdorff, double? Mean);

    public sealed record Segmentation(int Width, int Height, double[] Spacing, string Predicted, string Truth, Score[] Scores);

    public sealed record Distance(int Width, int Height, double[] Spacing, string Set, double Sum, double[] Values);

    public sealed record Values(MultiScale[] MultiScale, Scikit[] Scikit, Speckles Speckle, Segmentation[] Segmentations, Distance[] Distances);

    public static Values All { get; } = JsonSerializer.Deserialize<Values>(File.ReadAllText(Fixture.Path("fidelity.json")), JsonSerializerOptions.Web)!;

    /// <summary>The same formula as scene() in make_fidelity.py.</summary>
    public static int Scene(int x, int y, int k = 0) => (Math.Abs(((7 * (x + 3 * k)) + (5 * y)) % 510 - 255) + Fixture.Grey(x, y, k)) / 2;

    public static (EchoImage Real, EchoImage Synthetic) Pair(int width, int height, string kind = "mixed")
    {
        EchoImage Image(Func<int, int, int> value) => EchoImage.FromBytes(width, height, Fixture.Bytes(width, height, value));
        return (Image((x, y) => Scene(x, y)), Image((x, y) => kind switch
        {
            "inverted" => 255 - Scene(x, y),
            "equal" => Scene(x, y),
            _ => (3 * Scene(x, y) + Scene(x, y, 40)) / 4,
        }));
    }

    public static bool[] Disc(int width, int height)
    {
        var least = Math.Min(width, height) - 4;
        return [.. Enumerable.Range(0, width * height).Select(i => Math.Pow(2 * (i % width) - width, 2) + Math.Pow(2 * (i / width) - height, 2) < least * least)];
    }

    public static bool[] Bits(string bits) => [.. bits.Select(b => b == '1')];
}
