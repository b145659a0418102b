using System.Globalization;
using System.Text;

namespace EchoSynth.Imaging;

/// <summary>The text header of a MetaImage, checked.</summary>
internal sealed record MetaImageHeader(
    int[] Shape, int Depth, VoxelType Type, VolumeSpacing Spacing, bool BigEndian, bool Compressed, long? CompressedLength, long HeaderSize, string DataFile, int HeaderLength)
{
    private const int MaximalLength = 1 << 16;
    private const string Supported = "supported are MET_UCHAR, MET_CHAR, MET_USHORT, MET_SHORT, MET_UINT, MET_INT, MET_ULONG, MET_LONG (4 bytes), MET_ULONG_LONG, MET_LONG_LONG (8 bytes), MET_FLOAT, MET_DOUBLE";

    public int Width => Shape[0];

    public int Height => Shape[1];

    public Int128 DataLength => (Int128)Width * Height * Depth * Voxels.Size(Type);

    public static string NameOf(VoxelType type) => type switch
    {
        VoxelType.UInt8 => "MET_UCHAR",
        VoxelType.Int8 => "MET_CHAR",
        VoxelType.UInt16 => "MET_USHORT",
        VoxelType.Int16 => "MET_SHORT",
        VoxelType.UInt32 => "MET_UINT",
        VoxelType.Int32 => "MET_INT",
        VoxelType.UInt64 => "MET_ULONG_LONG",
        VoxelType.Int64 => "MET_LONG_LONG",
        VoxelType.Float32 => "MET_FLOAT",
        _ => "MET_DOUBLE",
    };

    public static MetaImageHeader Read(Stream stream, string path)
    {
        var (fields, length) = ReadFields(stream, path);
        var parser = new Parser(fields, path);
        if (fields.TryGetValue("ObjectType", out var kind) && kind != "Image")
            throw new EchoFormatException(path, "ObjectType", $"\"{kind}\"; it must be Image.");
        if (!parser.Boolean("BinaryData", true))
            throw new EchoFormatException(path, "BinaryData", "False: pixels as text are not supported; it must be True.");
        if (parser.Integer("ElementNumberOfChannels", 1) is var channels && channels != 1)
            throw new EchoFormatException(path, "ElementNumberOfChannels", $"{channels}; only images of one channel are supported.");

        var count = parser.Integer("NDims", null);
        if (count is < 2 or > 7)
            throw new EchoFormatException(path, "NDims", $"{count}; it must be 2 to 7.");
        var size = parser.Numbers("DimSize", (int)count) ?? throw new EchoFormatException(path, "DimSize", "missing; it gives columns, rows and frames.");
        foreach (var value in size)
        {
            if (!(value >= 1 && value <= int.MaxValue) || value != Math.Floor(value))
                throw new EchoFormatException(path, "DimSize", $"{fields["DimSize"]}; each number must be whole and at least 1.");
        }
        var depth = 1.0;
        for (var i = 2; i < count; i++)
            depth *= size[i];
        if (depth > int.MaxValue)
            throw new EchoFormatException(path, "DimSize", $"{fields["DimSize"]}; the numbers beyond columns and rows make {depth} frames together, at most {int.MaxValue} are possible.");
        var axis = Math.Max(2, Array.FindIndex(size, Math.Min(2, size.Length), n => n > 1));
        var step = parser.Numbers("ElementSpacing", (int)count) ?? parser.Numbers("ElementSize", (int)count) ?? Enumerable.Repeat(1.0, (int)count).ToArray();
        if (step.Any(v => !double.IsFinite(v) || v <= 0))
            throw new EchoFormatException(path, "ElementSpacing", "each number must be finite and positive (mm).");

        var compressedLength = parser.Integer("CompressedDataSize", -1);
        var headerSize = parser.Integer("HeaderSize", 0);
        if (headerSize < -1)
            throw new EchoFormatException(path, "HeaderSize", $"{headerSize}; it must be -1 (pixels end the file), 0 or a number of bytes.");
        return new MetaImageHeader(
            Array.ConvertAll(size, n => (int)n), (int)depth,
            TypeOf(parser.Text("ElementType"), path),
            new VolumeSpacing(step[0], step[1], count == 2 ? 1 : step[axis]),
            parser.Boolean("BinaryDataByteOrderMSB", parser.Boolean("ElementByteOrderMSB", false)),
            parser.Boolean("CompressedData", false),
            compressedLength > 0 ? compressedLength : null,
            headerSize, fields["ElementDataFile"], length);
    }

    public static string Format(ImageVolume volume, bool compressed, long? compressedLength, string dataFile, int dimensions)
    {
        var text = new StringBuilder();
        Line("ObjectType", "Image");
        Line("NDims", $"{dimensions}");
        Line("BinaryData", "True");
        Line("BinaryDataByteOrderMSB", "False");
        Line("CompressedData", compressed ? "True" : "False");
        if (compressedLength is { } length)
            Line("CompressedDataSize", Invariant($"{length}"));
        var spacing = volume.Spacing;
        Line("TransformMatrix", dimensions == 2 ? "1 0 0 1" : "1 0 0 0 1 0 0 0 1");
        Line("Offset", dimensions == 2 ? "0 0" : "0 0 0");
        Line("ElementSpacing", dimensions == 2 ? Invariant($"{spacing.X} {spacing.Y}") : Invariant($"{spacing.X} {spacing.Y} {spacing.Z}"));
        Line("DimSize", dimensions == 2 ? Invariant($"{volume.Width} {volume.Height}") : Invariant($"{volume.Width} {volume.Height} {volume.Depth}"));
        Line("ElementType", NameOf(volume.Type));
        Line("ElementDataFile", dataFile);
        return text.ToString();

        void Line(string key, string value) => text.Append(key).Append(" = ").Append(value).Append('\n');
        static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private static VoxelType TypeOf(string name, string path) => name switch
    {
        "MET_UCHAR" => VoxelType.UInt8,
        "MET_CHAR" => VoxelType.Int8,
        "MET_USHORT" => VoxelType.UInt16,
        "MET_SHORT" => VoxelType.Int16,
        "MET_UINT" or "MET_ULONG" => VoxelType.UInt32,
        "MET_INT" or "MET_LONG" => VoxelType.Int32,
        "MET_ULONG_LONG" => VoxelType.UInt64,
        "MET_LONG_LONG" => VoxelType.Int64,
        "MET_FLOAT" => VoxelType.Float32,
        "MET_DOUBLE" => VoxelType.Float64,
        _ => throw new EchoFormatException(path, "ElementType", $"\"{name}\" is not supported; {Supported}."),
    };

    private static (Dictionary<string, string> Fields, int Length) ReadFields(Stream stream, string path)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var line = new StringBuilder();
        for (var length = 1; length <= MaximalLength; length++)
        {
            var next = stream.ReadByte();
            if (next is not (-1 or '\n'))
            {
                if (next == 0)
                    throw new EchoFormatException(path, null, "binary data where the text header should be; this is no MetaImage.");
                line.Append((char)next);
                continue;
            }
            var text = line.ToString().Trim();
            line.Clear();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 && text.Length > 0)
                throw new EchoFormatException(path, null, $"the line \"{Shorten(text)}\" is not of the form \"Key = Value\"; this is no MetaImage header.");
            if (equals >= 0)
                fields[text[..equals].Trim()] = text[(equals + 1)..].Trim();
            if (fields.TryGetValue("ElementDataFile", out var file) && file.Length > 0)
                return (fields, length);
            if (next == -1)
                throw new EchoFormatException(path, "ElementDataFile", "missing; it must be the header's last entry and name the file of pixels, or LOCAL.");
        }
        throw new EchoFormatException(path, "ElementDataFile", $"not found in the first {MaximalLength} bytes; this is no MetaImage header.");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private sealed class Parser(Dictionary<string, string> fields, string path)
    {
        public string Text(string key) => fields.TryGetValue(key, out var text) ? text : throw new EchoFormatException(path, key, "missing.");

        public long Integer(string key, long? fallback)
        {
            if (fallback is { } value && !fields.ContainsKey(key))
                return value;
            var text = Text(key);
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new EchoFormatException(path, key, $"\"{text}\"; it must be a whole number.");
        }

        public bool Boolean(string key, bool fallback)
        {
            if (!fields.TryGetValue(key, out var text))
                return fallback;
            return text.ToUpperInvariant() switch
            {
                "TRUE" or "T" or "1" => true,
                "FALSE" or "F" or "0" => false,
                _ => throw new EchoFormatException(path, key, $"\"{text}\"; it must be True or False."),
            };
        }

        public double[]? Numbers(string key, int count)
        {
            if (!fields.TryGetValue(key, out var text))
                return null;
            var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var numbers = new double[parts.Length];
            for (var i = 0; i < parts.Length; i++)
            {
                if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                    throw new EchoFormatException(path, key, $"\"{parts[i]}\" is not a number.");
            }
            if (numbers.Length != count)
                throw new EchoFormatException(path, key, $"{numbers.Length} numbers; NDims is {count}, so {count} are needed.");
            return numbers;
        }
    }
}
