using System.Buffers.Binary;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Framing;
using EchoSynth.Studio.Api;

namespace EchoSynth.Studio.Drawing;

/// <summary>A user's picture out of a request, bounded before it is decoded.</summary>
internal static class SourcePicture
{
    private const int MostPixels = 2048;

    /// <returns>The picture fitted into a square; null with a problem noted.</returns>
    public static EchoImage? Read(string? base64, int size, FieldProblems problems)
    {
        const string field = "sourcePicture";
        if (string.IsNullOrEmpty(base64))
        {
            problems.Add(field, "is missing; with source \"picture\" give a PNG in base64.");
            return null;
        }
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            problems.Add(field, "is not base64; give the bytes of a PNG in base64, without \"data:\" before them.");
            return null;
        }
        // Signature, then the header chunk with width and height.
        if (length < 24 || !bytes.AsSpan(0, 4).SequenceEqual<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']))
        {
            problems.Add(field, "is not a PNG; give the bytes of a PNG in base64.");
            return null;
        }
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20)));
        if (width is 0 or > MostPixels || height is 0 or > MostPixels)
        {
            problems.Add(field, $"is {width} × {height} pixels; at most {MostPixels} × {MostPixels} may be.");
            return null;
        }
        try
        {
            return Resampling.FitToSquare(PngCodec.Decode(bytes.AsSpan(0, length).ToArray(), field), size);
        }
        catch (EchoFormatException e)
        {
            problems.Add(field, $"cannot be read: {e.Message}");
            return null;
        }
    }
}
