using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Tests.Phantoms;

/// <summary>What the phantom's tests share.</summary>
internal static class PhantomTesting
{
    public static PhantomFrame Frame(ulong heart = 11, EchoView view = EchoView.FourChamber, double contraction = 0, ScannerPreset? scanner = null, int size = 128, ulong seed = 5) =>
        PhantomSimulator.Render(PhantomAnatomy.Sample(heart), view, contraction, scanner ?? ScannerPreset.Default, size, seed);

    public static double Mean(PhantomFrame frame, AnatomyLabel label)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < frame.Image.Pixels.Length; i++)
        {
            if (frame.Mask.Labels[i] != (byte)label)
                continue;
            sum += frame.Image.Pixels[i];
            count++;
        }
        return sum / count;
    }

    /// <summary>Number of 8-connected components of the pixels that <paramref name="inside"/> accepts.</summary>
    public static int Components(AnatomyMask mask, Func<AnatomyLabel, bool> inside)
    {
        var seen = new bool[mask.Width * mask.Height];
        var components = 0;
        var stack = new Stack<int>();
        for (var start = 0; start < seen.Length; start++)
        {
            if (seen[start] || !inside((AnatomyLabel)mask.Labels[start]))
                continue;
            components++;
            stack.Push(start);
            seen[start] = true;
            while (stack.TryPop(out var at))
            {
                foreach (var next in Neighbours(mask, at))
                {
                    if (seen[next] || !inside((AnatomyLabel)mask.Labels[next]))
                        continue;
                    seen[next] = true;
                    stack.Push(next);
                }
            }
        }
        return components;
    }

    public static IEnumerable<int> Neighbours(AnatomyMask mask, int at)
    {
        var (x, y) = (at % mask.Width, at / mask.Width);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                if ((dx != 0 || dy != 0) && x + dx >= 0 && x + dx < mask.Width && y + dy >= 0 && y + dy < mask.Height)
                    yield return at + (dy * mask.Width) + dx;
            }
        }
    }
}
