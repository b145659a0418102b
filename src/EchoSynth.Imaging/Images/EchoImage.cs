using System.Globalization;

namespace EchoSynth.Imaging;

/// <summary>A grey ultrasound image: row-major pixels in [0, 1] and the pixel spacing in millimetres.</summary>
/// <remarks>
/// The pixel buffer is owned by the image and is not changed after construction, so an image may be read from many threads at once.
/// Pixels are in [0, 1] always: a value outside it by more than 1e-6 is an error, a smaller rounding error is clamped.
/// 8- and 16-bit data are scaled by 1/255 and 1/65535; <see cref="ToBytes"/> and <see cref="ToUInt16"/> round to nearest.
/// </remarks>
public sealed class EchoImage
{
    private const float Tolerance = 1e-6f;
    private static readonly float[] s_levels = [.. Enumerable.Range(0, 256).Select(v => v / 255f)];
    private readonly float[] _pixels;

    /// <summary>Makes an image from row-major pixels.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Row-major values [height × width], each in [0, 1] to within 1e-6; copied.</param>
    /// <param name="spacing">Pixel spacing in mm; <see cref="PixelSpacing.Unit"/> when null.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width × height, a value is NaN or outside [0, 1] (the message names the pixel), or the spacing is not positive.</exception>
    public EchoImage(int width, int height, ReadOnlySpan<float> pixels, PixelSpacing? spacing = null)
        : this(width, height, Checked(width, height, pixels), spacing ?? PixelSpacing.Unit)
    {
    }

    private EchoImage(int width, int height, float[] owned, PixelSpacing spacing)
    {
        if (!spacing.IsValid)
            throw new ArgumentException($"Pixel spacing is {spacing.X} × {spacing.Y} mm; both must be finite and positive.", nameof(spacing));
        (Width, Height, Spacing, _pixels) = (width, height, spacing, owned);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixel spacing in mm.</summary>
    public PixelSpacing Spacing { get; }

    /// <summary>Row-major pixels [Height × Width] in [0, 1].</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>The pixel in column <paramref name="x"/> of row <paramref name="y"/>, in [0, 1].</summary>
    public float this[int x, int y] => _pixels[checked(y * Width + x)];

    /// <summary>Makes an image from 8-bit grey values, 255 becoming 1.</summary>
    public static EchoImage FromBytes(int width, int height, ReadOnlySpan<byte> grey, PixelSpacing? spacing = null)
    {
        CheckSize(width, height, grey.Length);
        var pixels = GC.AllocateUninitializedArray<float>(grey.Length);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = s_levels[grey[i]];
        return new EchoImage(width, height, pixels, spacing ?? PixelSpacing.Unit);
    }

    /// <summary>Makes an image from 16-bit grey values, 65535 becoming 1.</summary>
    public static EchoImage FromUInt16(int width, int height, ReadOnlySpan<ushort> grey, PixelSpacing? spacing = null)
    {
        CheckSize(width, height, grey.Length);
        var pixels = new float[grey.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = grey[i] / 65535f;
        return new EchoImage(width, height, pixels, spacing ?? PixelSpacing.Unit);
    }

    /// <summary>An image of pixels known to be in [0, 1] that nobody else holds.</summary>
    internal static EchoImage Owning(int width, int height, float[] pixels, PixelSpacing spacing) => new(width, height, pixels, spacing);

    /// <summary>Row-major 8-bit grey values, rounded to nearest.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_pixels.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(_pixels[i] * 255f + 0.5f);
        return bytes;
    }

    /// <summary>Row-major 16-bit grey values, rounded to nearest.</summary>
    public ushort[] ToUInt16()
    {
        var grey = new ushort[_pixels.Length];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = (ushort)(_pixels[i] * 65535f + 0.5f);
        return grey;
    }

    private static float[] Checked(int width, int height, ReadOnlySpan<float> pixels)
    {
        CheckSize(width, height, pixels.Length);
        var copy = pixels.ToArray();
        for (var i = 0; i < copy.Length; i++)
        {
            // Written so that NaN fails too.
            if (copy[i] >= 0 && copy[i] <= 1)
                continue;
            if (!(copy[i] >= -Tolerance && copy[i] <= 1 + Tolerance))
                throw new ArgumentException($"Pixel ({i % width}, {i / width}) is {copy[i].ToString(CultureInfo.InvariantCulture)}; pixels must be in [0, 1].", nameof(pixels));
            copy[i] = Math.Clamp(copy[i], 0f, 1f);
        }
        return copy;
    }

    private static void CheckSize(int width, int height, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (count != (long)width * height)
            throw new ArgumentException($"{count} pixels were given for an image of {width} × {height}; {(long)width * height} are needed.");
    }
}
