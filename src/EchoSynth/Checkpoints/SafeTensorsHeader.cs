using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace EchoSynth.Checkpoints;

/// <summary>Reads and checks the header of a safetensors file before anything is allocated for its values.</summary>
internal static class SafeTensorsHeader
{
    /// <summary>What libtorch itself bounds in most operators.</summary>
    private const int MostDimensions = 64;

    internal sealed record Entry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

    public static List<Entry> Read(string path, FileStream stream, int maximum, (string Name, ScalarType Type, int Size)[] types, out IReadOnlyDictionary<string, string> metadata)
    {
        ModelFormatException Bad(string problem, Exception? inner = null) => new(path, problem, inner);

        Span<byte> first = stackalloc byte[8];
        if (stream.Length < 8)
            throw Bad($"has {stream.Length} bytes; a safetensors file starts with 8 bytes of header length.");
        stream.ReadExactly(first);
        var length = BinaryPrimitives.ReadInt64LittleEndian(first);
        if (length < 2 || length > maximum || length > stream.Length - 8)
            throw Bad($"is not safetensors or is truncated: its first 8 bytes promise a header of {length} bytes, the file has {stream.Length - 8} more.");
        var header = new byte[length];
        stream.ReadExactly(header);
        var available = stream.Length - stream.Position;

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<Entry>();
        try
        {
            using var json = JsonDocument.Parse(header);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    foreach (var item in property.Value.EnumerateObject())
                        names[item.Name] = item.Value.GetString() ?? "";
                    continue;
                }
                entries.Add(ReadEntry(property, types, available, Bad));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Bad($"its header is not that of a safetensors file ({e.Message})", e);
        }

        var end = 0L;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != end)
                throw Bad($"tensor '{entry.Name}' starts at byte {entry.Begin} of the values; {end} was expected (the values must follow each other without gap or overlap).");
            end = entry.End;
        }
        if (end != available)
            throw Bad($"its header describes {end} bytes of values, the file has {available}; it is {(end > available ? "truncated" : "followed by something else")}.");
        if (entries.GroupBy(e => e.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Bad($"tensor '{twice.Key}' is in the header twice.");
        metadata = names;
        return entries;
    }

    private static Entry ReadEntry(JsonProperty property, (string Name, ScalarType Type, int Size)[] types, long available, Func<string, Exception?, ModelFormatException> bad)
    {
        var dtype = property.Value.GetProperty("dtype").GetString();
        var type = types.FirstOrDefault(t => t.Name == dtype);
        if (type.Name is null)
            throw bad($"tensor '{property.Name}' has dtype '{dtype}'; known are {string.Join(", ", types.Select(t => t.Name))}.", null);
        if (property.Value.GetProperty("shape").GetArrayLength() > MostDimensions)
            throw bad($"tensor '{property.Name}' has {property.Value.GetProperty("shape").GetArrayLength()} dimensions; at most {MostDimensions} are read.", null);
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64()).ToArray();
        if (shape.Any(s => s < 0) || offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > available)
            throw bad($"tensor '{property.Name}' has shape [{string.Join(", ", shape)}] at bytes [{string.Join(", ", offsets)}] of {available}; the file is truncated or damaged.", null);
        // Without the sides of 0, too: an empty tensor of 0 × 2⁶² × 2⁶² overflows in libtorch.
        var (expected, product) = ((UInt128)type.Size, (UInt128)type.Size);
        foreach (var side in shape)
        {
            expected = expected > (UInt128)long.MaxValue ? expected : expected * (ulong)side;
            product = product > (UInt128)long.MaxValue ? product : product * (ulong)Math.Max(side, 1);
        }
        if (product > (UInt128)long.MaxValue && expected <= (UInt128)long.MaxValue)
            throw bad($"tensor '{property.Name}' has shape [{string.Join(", ", shape)}], whose sides are too long for a file.", null);
        if (expected != (UInt128)(offsets[1] - offsets[0]))
            throw bad($"tensor '{property.Name}' of shape [{string.Join(", ", shape)}] and dtype {dtype} needs {expected} bytes; its offsets give {offsets[1] - offsets[0]}.", null);
        return new Entry(property.Name, type.Type, shape, offsets[0], offsets[1]);
    }
}
