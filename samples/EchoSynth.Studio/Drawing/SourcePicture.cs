using System.Buffers.Binary;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Framing;
using EchoSynth.Studio.Api;

namespace EchoSynth.Studio.Drawing;

/// <summary>A user's picture out of a request: bounded by its header, and decoded when its turn to be drawn from comes, so that no more are decoded together than are drawn.</summary>
internal sealed class SourcePicture
{
    private const string Field = "sourcePicture";
    private const int MostPixels = 2048;
    private readonly Lazy<EchoImage> _image;

    public SourcePicture(Func<EchoImage> decode) => _image = new Lazy<EchoImage>(decode);

    /// <summary>The picture fitted into the model's square.</summary>
    /// <exception cref="BadRequestException">It cannot be decoded.</exception>
    public EchoImage Image => _image.Value;

    /// <returns>The picture, not decoded yet; null with a problem noted.</returns>
    public static SourcePicture? Check(byte[]? png, int size, FieldProblems problems)
    {
        if (png is not { Length: > 0 })
        {
            problems.Add(Field, "is missing; with source \"picture\" give a PNG in base64.");
            return null;
        }
        // Signature, then the header chunk with width and height.
        if (png.Length < 24 || !png.AsSpan(0, 4).SequenceEqual<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']))
        {
            problems.Add(Field, "is not a PNG; give the bytes of a PNG in base64.");
            return null;
        }
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(20)));
        if (width is 0 or > MostPixels || height is 0 or > MostPixels)
        {
            problems.Add(Field, $"is {width} × {height} pixels; at most {MostPixels} × {MostPixels} may be.");
            return null;
        }
        return new SourcePicture(() => Decode(png, size));
    }

    private static EchoImage Decode(byte[] png, int size)
    {
        try
        {
            return Resampling.FitToSquare(PngCodec.Decode(png, Field), size);
        }
        catch (EchoFormatException e)
        {
            var problems = new FieldProblems();
            problems.Add(Field, $"cannot be read: {e.Message}");
            throw new BadRequestException(problems);
        }
    }
}
