using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.PrivacyCost;

/// <summary>The ways in which a copy may differ from what it was copied from.</summary>
internal static class Copies
{
    public static readonly (string Name, Func<EchoPair, Random, EchoPair> Make)[] All =
    [
        ("exact", (p, _) => p),
        ("shifted by 1/8, diagonally", (p, _) => Map(p, (v, x, y) => v(x - p.Image.Width / 8, y - p.Image.Width / 8))),
        ("shifted by 1/8, to the left", (p, _) => Map(p, (v, x, y) => v(x + p.Image.Width / 8, y))),
        ("shifted by half a pixel, diagonally", (p, _) => Map(p, (v, x, y) => (v(x, y) + v(x - 1, y) + v(x, y - 1) + v(x - 1, y - 1)) / 4)),
        ("darker: 0.8 v^1.5 + 0.1", (p, _) => Map(p, (v, x, y) => (float)(0.8 * Math.Pow(v(x, y), 1.5) + 0.1))),
        ("blurred, sigma 1", (p, _) => Blur(p, 1)),
        ("noise, sigma 0.05", (p, r) => Map(p, (v, x, y) => v(x, y) + 0.05f * Normal(r))),
        ("noise, sigma 0.1", (p, r) => Map(p, (v, x, y) => v(x, y) + 0.1f * Normal(r))),
        ("mirrored", (p, _) => Map(p, (v, x, y) => v(p.Image.Width - 1 - x, y))),
        ("16 grey levels", (p, _) => Map(p, (v, x, y) => (float)Math.Round(v(x, y) * 15) / 15)),
        ("mirrored, shifted by 5, noise 0.05", (p, r) => Map(p, (v, x, y) => v(p.Image.Width - 1 - x - 5, y) + 0.05f * Normal(r))),
    ];

    public static EchoPair Blur(EchoPair pair, double sigma)
    {
        var reach = (int)Math.Ceiling(4 * sigma);
        var weights = Enumerable.Range(-reach, 2 * reach + 1).Select(k => Math.Exp(-0.5 * k * k / (sigma * sigma))).ToArray();
        var sum = weights.Sum();
        float Along(Func<int, float> at) => (float)Enumerable.Range(-reach, 2 * reach + 1).Sum(k => weights[k + reach] / sum * at(k));
        var across = Map(pair, (v, x, y) => Along(k => v(x + k, y)));
        return Map(across, (v, x, y) => Along(k => v(x, y + k)));
    }

    /// <summary>The mask stays: a generator's mask need not move with what it remembers.</summary>
    private static EchoPair Map(EchoPair pair, Func<Func<int, int, float>, int, int, float> pixel)
    {
        var image = pair.Image;
        float At(int x, int y) => x < 0 || y < 0 || x >= image.Width || y >= image.Height ? 0 : image[x, y];
        var pixels = new float[image.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixel(At, i % image.Width, i / image.Width), 0, 1);
        return pair with { Image = new EchoImage(image.Width, image.Height, pixels, image.Spacing) };
    }

    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
