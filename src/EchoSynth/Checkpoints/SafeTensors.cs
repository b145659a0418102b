using System.Buffers.Binary;
using System.Text.Json;
using EchoSynth.Imaging;
using static TorchSharp.torch;

namespace EchoSynth.Checkpoints;

/// <summary>
/// Reads and writes the safetensors format: an 8-byte little-endian header length, a JSON header
/// (name → dtype, shape, data_offsets), then the raw little-endian values, row-major.
/// </summary>
/// <remarks>Any safetensors reader opens what this writes. Format: the safetensors project's README, version 1.</remarks>
public static class SafeTensors
{
    private const int MaximumHeader = 100_000_000; // the format's own bound
    private const int Chunk = 1 << 24;

    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F32", ScalarType.Float32, 4), ("F64", ScalarType.Float64, 8), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>Writes tensors in order of their names; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Name → tensor, on any device and of any strides.</param>
    /// <param name="metadata">Strings for the header's __metadata__ entry; may be null.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var names = tensors.Keys.Order(StringComparer.Ordinal).ToArray();
        var header = Header(names, tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var name in names)
                WriteValues(stream, tensors[name]);
        });
    }

    /// <summary>Reads every tensor of a file onto the CPU. The caller owns them.</summary>
    /// <exception cref="ModelFormatException">The file is missing, truncated, not safetensors, or its header does not agree with its size.</exception>
    public static Dictionary<string, Tensor> Load(string path) => Load(path, out _);

    /// <summary>Reads every tensor of a file onto the CPU, and the header's metadata. The caller owns the tensors.</summary>
    /// <exception cref="ModelFormatException">The file is missing, truncated, not safetensors, or its header does not agree with its size.</exception>
    public static Dictionary<string, Tensor> Load(string path, out IReadOnlyDictionary<string, string> metadata) => Load(path, named: true, out metadata);

    /// <summary>The same for a file of a model folder, which must lie in it.</summary>
    /// <exception cref="ModelFormatException">As from <see cref="Load(string)"/>, or a link out of its folder.</exception>
    internal static Dictionary<string, Tensor> LoadPart(string path) => Load(path, named: false, out _);

    private static Dictionary<string, Tensor> Load(string path, bool named, out IReadOnlyDictionary<string, string> metadata)
    {
        using var file = Open(path, named, out var entries, out metadata);
        var result = new Dictionary<string, Tensor>(entries.Count, StringComparer.Ordinal);
        try
        {
            foreach (var (entry, values) in Read(path, file, entries))
                result.Add(entry.Name, values.DetachFromDisposeScope());
        }
        catch
        {
            foreach (var tensor in result.Values)
                tensor.Dispose();
            throw;
        }
        return result;
    }

    /// <summary>Reads one tensor of a model folder's file after the other, for whom all of them at once would be too much.</summary>
    /// <param name="path">The file.</param>
    /// <param name="check">Is told the names and shapes before anything is read.</param>
    /// <param name="take">Is given each tensor, which is freed when it returns.</param>
    /// <exception cref="ModelFormatException">As from <see cref="LoadPart"/>.</exception>
    internal static void Stream(string path, Action<IReadOnlyDictionary<string, long[]>> check, Action<string, Tensor> take)
    {
        using var file = Open(path, named: false, out var entries, out _);
        check(entries.ToDictionary(e => e.Name, e => e.Shape, StringComparer.Ordinal));
        foreach (var (entry, values) in Read(path, file, entries))
        {
            take(entry.Name, values);
            values.Dispose();
        }
    }

    /// <summary>How many values a model folder's file holds, by its header: nothing else is read.</summary>
    /// <exception cref="ModelFormatException">As from <see cref="LoadPart"/>.</exception>
    internal static long CountValues(string path)
    {
        using var file = Open(path, named: false, out var entries, out _);
        return entries.Sum(e => (e.End - e.Begin) / Types.First(t => t.Type == e.Type).Size);
    }

    private static FileStream Open(string path, bool named, out IReadOnlyList<SafeTensorsHeader.Entry> entries, out IReadOnlyDictionary<string, string> metadata)
    {
        var file = ModelFile.Open(path, "a safetensors file starts with 8 bytes of header length", named: named);
        try
        {
            entries = SafeTensorsHeader.Read(path, file, MaximumHeader, Types, out metadata);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static IEnumerable<(SafeTensorsHeader.Entry Entry, Tensor Values)> Read(string path, FileStream file, IReadOnlyList<SafeTensorsHeader.Entry> entries)
    {
        var start = file.Position;
        foreach (var entry in entries.OrderBy(e => e.Begin))
        {
            file.Position = start + entry.Begin;
            var values = empty(entry.Shape, entry.Type);
            try
            {
                ReadValues(file, values);
            }
            catch (EndOfStreamException e)
            {
                values.Dispose();
                throw new ModelFormatException(path, "ends in the middle of its values; the file is truncated.", e);
            }
            yield return (entry, values);
        }
    }

    private static byte[] Header(string[] names, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            var offset = 0L;
            foreach (var name in names)
            {
                var tensor = tensors[name];
                var type = Types.FirstOrDefault(t => t.Type == tensor.dtype);
                if (type.Name is null)
                    throw new NotSupportedException($"Tensor '{name}' is {tensor.dtype}; safetensors holds {string.Join(", ", Types.Select(t => t.Type))}.");
                var size = tensor.NumberOfElements * type.Size;
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var side in tensor.shape)
                    json.WriteNumberValue(side);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += size);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' '); // values start on a multiple of 8 bytes
        return buffer.ToArray();
    }

    private static void WriteValues(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().flatten();
        foreach (var part in Parts(flat))
            stream.Write(part.bytes);
    }

    private static void ReadValues(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        foreach (var part in Parts(tensor.flatten()))
            stream.ReadExactly(part.bytes);
    }

    /// <summary>Views of at most <see cref="Chunk"/> values: a span cannot be longer than 2 GiB.</summary>
    private static IEnumerable<Tensor> Parts(Tensor flat)
    {
        var count = flat.NumberOfElements;
        for (var start = 0L; start < count; start += Chunk)
            yield return flat.narrow(0, start, Math.Min(Chunk, count - start));
    }
}
