using System.IO.Compression;

namespace EchoSynth.Imaging.Tests.Support;

/// <summary>Files made by other programs (Fixtures/make_fixtures.py), and the pattern they hold.</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>The same formula as grey() in make_fixtures.py.</summary>
    public static int Grey(int x, int y, int k = 0) => (x * x + 5 * y + 11 * (x * y % 23) + 17 * k) % 256;

    public static byte[] Bytes(int width, int height, Func<int, int, int> value)
    {
        var bytes = new byte[width * height];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)value(i % width, i / width);
        return bytes;
    }

    public static EchoImage Image(int width, int height, int k = 0, PixelSpacing? spacing = null) =>
        EchoImage.FromBytes(width, height, Bytes(width, height, (x, y) => Grey(x, y, k)), spacing);

    /// <summary>All five labels.</summary>
    public static AnatomyMask Mask(int width, int height, PixelSpacing? spacing = null) =>
        new(width, height, Bytes(width, height, (x, y) => Grey(x, y) % 5), spacing);

    public static T Throws<T>(Action action, params string[] parts) where T : Exception
    {
        var error = Assert.Throws<T>(action);
        foreach (var part in parts)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>The bytes as a zlib stream, as PNG, MetaImage and MATLAB files hold them.</summary>
    public static byte[] Zlib(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(bytes);
        return buffer.ToArray();
    }
}
