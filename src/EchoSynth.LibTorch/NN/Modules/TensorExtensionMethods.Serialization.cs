using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors in TorchSharp's own file format: type, number of dimensions and sizes as 7-bit integers, then the elements.</summary>
public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        var shape = tensor.shape;
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (var size in shape) writer.Write7BitEncodedInt64(size);
        writer.Flush();

        using var detached = tensor.detach();
        using var local = detached.cpu();
        using var packed = local.contiguous();
        packed.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads into a tensor of the same type and shape.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: {type} instead of {tensor.dtype}.", nameof(reader));
        if (skip)
        {
            Skip(reader, type, shape);
            return;
        }

        if (!shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException("Mismatched tensor shape while loading.", nameof(reader));
        using var noGradients = no_grad();
        using var loaded = ReadElements(reader, type, shape);
        tensor.copy_(loaded);
    }

    /// <summary>Reads a tensor; with skip, passes over it and gives zeros.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (!skip) return ReadElements(reader, type, shape);
        Skip(reader, type, shape);
        return zeros(shape, type);
    }

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[reader.Read7BitEncodedInt64()];
        for (var i = 0; i < shape.Length; i++) shape[i] = reader.Read7BitEncodedInt64();
        return (type, shape);
    }

    private static Tensor ReadElements(BinaryReader reader, ScalarType type, long[] shape)
    {
        var tensor = empty(shape, type, CPU);
        tensor.ReadBytesFromStream(reader.BaseStream);
        return tensor;
    }

    private static void Skip(BinaryReader reader, ScalarType type, long[] shape)
        => reader.BaseStream.Seek(shape.Aggregate((long)type.ElementSize(), (bytes, size) => bytes * size), SeekOrigin.Current);
}
