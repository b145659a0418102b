using EchoSynth.Imaging;

namespace EchoSynth.Samples.Tests;

internal static class Pictures
{
    /// <summary>Reads a PNG and holds that something is drawn on it: grey values spread by more than 5 %.</summary>
    public static EchoImage Drawn(params string[] path)
    {
        var image = PngCodec.Read(Path.Combine(path));
        var pixels = image.Pixels.ToArray();
        var mean = pixels.Average();
        var deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
        Assert.True(deviation > 0.05, $"{Path.Combine(path)}: the grey values' deviation is {deviation}");
        return image;
    }
}
