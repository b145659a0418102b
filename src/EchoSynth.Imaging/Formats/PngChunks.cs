using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace EchoSynth.Imaging;

/// <summary>The chunks of a PNG file that matter here, each with its CRC checked.</summary>
internal sealed class PngChunks
{
    /// <summary>Keyword of the text chunk that keeps the exact spacing.</summary>
    public const string SpacingKeyword = "Pixel spacing (mm)";

    private byte[] _header = [];
    private PixelSpacing? _physical;
    private PixelSpacing? _exact;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public ReadOnlySpan<byte> Header => _header;

    public byte[] Palette { get; private set; } = [];

    public byte[] Data { get; private set; } = [];

    /// <summary>The exact spacing where pHYs agrees with it (another program may have resized the picture and changed pHYs alone), else that of pHYs.</summary>
    public PixelSpacing? Spacing => _exact is { } exact && _physical is { } physical && Near(exact.X, physical.X) && Near(exact.Y, physical.Y) ? exact : _physical;

    public static PngChunks Read(byte[] file, string path)
    {
        if (!file.AsSpan().StartsWith(Signature))
            throw new EchoFormatException(path, null, "this is no PNG file: it does not begin with PNG's signature.");
        var chunks = new PngChunks();
        using var data = new MemoryStream();
        var ended = false;
        for (var offset = 8; !ended;)
        {
            if (file.Length - offset < 12)
                throw new EchoFormatException(path, null, "the file is truncated: it has no IEND chunk.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(offset));
            var type = Encoding.Latin1.GetString(file, offset + 4, 4);
            if (length > file.Length - offset - 12)
                throw new EchoFormatException(path, Printable(type), $"the chunk says {length} bytes, {file.Length - offset - 12} are left; the file is truncated.");
            var body = file.AsSpan(offset + 8, (int)length);
            if (Crc32.HashToUInt32(file.AsSpan(offset + 4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(offset + 8 + (int)length)))
                throw new EchoFormatException(path, Printable(type), "its checksum (CRC) is wrong: the file is damaged.");
            if (offset == 8 && type != "IHDR")
                throw new EchoFormatException(path, "IHDR", $"the first chunk is {Printable(type)}; it must be IHDR.");
            ended = chunks.Take(type, body, data, path);
            offset += 12 + (int)length;
        }
        chunks.Data = data.ToArray();
        return chunks;
    }

    private bool Take(string type, ReadOnlySpan<byte> body, MemoryStream data, string path)
    {
        switch (type)
        {
            case "IHDR":
                _header = body.ToArray();
                break;
            case "PLTE":
                Palette = body.ToArray();
                break;
            case "IDAT":
                data.Write(body);
                break;
            case "pHYs" when body.Length == 9:
                _physical = Physical(BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..]), inMetres: body[8] == 1);
                break;
            // No other text is looked at, and compressed chunks (zTXt, iTXt, iCCP) are never expanded.
            case "tEXt" when body.Length <= 256:
                _exact ??= Exact(Encoding.Latin1.GetString(body));
                break;
            case "IEND":
                return true;
            default:
                // A capital first letter marks a chunk without which the picture cannot be understood.
                if (char.IsAsciiLetterUpper(type[0]))
                    throw new EchoFormatException(path, Printable(type), "a critical chunk that PNG does not define.");
                break;
        }
        return false;
    }

    private static PixelSpacing? Physical(uint x, uint y, bool inMetres) =>
        x == 0 || y == 0 ? null
        : inMetres ? new PixelSpacing(1000.0 / x, 1000.0 / y)
        : new PixelSpacing(1, (double)x / y);

    private static PixelSpacing? Exact(string text)
    {
        if (!text.StartsWith(SpacingKeyword + "\0", StringComparison.Ordinal))
            return null;
        var parts = text[(SpacingKeyword.Length + 1)..].Split(' ');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            && new PixelSpacing(x, y) is { IsValid: true } spacing
            ? spacing
            : null;
    }

    // pHYs counts whole pixels per metre.
    private static bool Near(double exact, double physical) => Math.Abs(1000 / exact - 1000 / physical) <= 0.51;

    private static string Printable(string type) => string.Concat(type.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '?'));
}
