using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Tests.Privacy;

/// <summary>Phantoms, and what a generator that remembers them would return.</summary>
internal static class PrivacyTesting
{
    public const int Size = 96;

    /// <summary>Sixty training images, sixty held out, and draws of both, and of other hearts.</summary>
    public static readonly EchoPair[] Training = Hearts(0, 60, 1), HeldOut = Hearts(100, 60, 1), TrainingRedrawn = Hearts(0, 60, 2), HeldOutRedrawn = Hearts(100, 60, 2), Fresh = Hearts(200, 60, 1);

    public static EchoPair[] Hearts(int first, int count, int draw, int size = Size, string? scanner = null)
    {
        var pairs = new EchoPair[count];
        Parallel.For(0, count, i => pairs[i] = Heart(first + i, draw, size, scanner));
        return pairs;
    }

    public static EchoPair Heart(int heart, int draw, int size = Size, string? scanner = null)
    {
        var view = heart % 2 == 0 ? EchoView.FourChamber : EchoView.TwoChamber;
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)heart), view, heart / 2 % 2, scanner is null ? ScannerPreset.Default : ScannerPreset.ByName(scanner), size, (ulong)(heart + 10_000 * draw));
        return new EchoPair(new EchoItem($"heart{heart}_{draw}", $"heart{heart}", view, CardiacPhase.EndDiastole, DatasetSplit.Unassigned, "", ""), frame.Image, frame.Mask.WithSector(frame.Sector));
    }

    public static EchoPair Shift(EchoPair pair, int dx, int dy) => Map(pair, (v, x, y) => v(x - dx, y - dy));

    public static EchoPair Mirror(EchoPair pair) => Map(pair, (v, x, y) => v(pair.Image.Width - 1 - x, y));

    public static EchoPair Noise(EchoPair pair, double sigma, int seed)
    {
        var random = new Random(seed);
        return Map(pair, (v, x, y) => v(x, y) + (float)(sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
    }

    /// <summary>Three passes of a 3 × 3 mean each: about σ = 1.4 pixels.</summary>
    public static EchoPair Blur(EchoPair pair, int passes) => Enumerable.Range(0, passes).Aggregate(pair, (p, _) =>
        Map(p, (v, x, y) => Enumerable.Range(0, 9).Sum(k => v(x + k % 3 - 1, y + k / 3 - 1)) / 9));

    /// <summary>The mask stays as it is.</summary>
    public static EchoPair Map(EchoPair pair, Func<Func<int, int, float>, int, int, float> pixel)
    {
        var image = pair.Image;
        float At(int x, int y) => x < 0 || y < 0 || x >= image.Width || y >= image.Height ? 0 : image[x, y];
        var pixels = new float[image.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixel(At, i % image.Width, i / image.Width), 0, 1);
        return pair with { Image = new EchoImage(image.Width, image.Height, pixels, image.Spacing) };
    }

    public static EchoPair Constant(EchoPair pair, float grey = 0) => Map(pair, (_, _, _) => grey);
}
