using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EchoSynth.Imaging;

/// <summary>Sizes, byte order and conversion of elements.</summary>
internal static class Voxels
{
    public static int Size(VoxelType type) => type switch
    {
        VoxelType.UInt8 or VoxelType.Int8 => 1,
        VoxelType.UInt16 or VoxelType.Int16 => 2,
        VoxelType.UInt32 or VoxelType.Int32 or VoxelType.Float32 => 4,
        VoxelType.UInt64 or VoxelType.Int64 or VoxelType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a voxel type."),
    };

    public static VoxelType TypeOf<T>() where T : unmanaged =>
        typeof(T) == typeof(byte) ? VoxelType.UInt8
        : typeof(T) == typeof(sbyte) ? VoxelType.Int8
        : typeof(T) == typeof(ushort) ? VoxelType.UInt16
        : typeof(T) == typeof(short) ? VoxelType.Int16
        : typeof(T) == typeof(uint) ? VoxelType.UInt32
        : typeof(T) == typeof(int) ? VoxelType.Int32
        : typeof(T) == typeof(ulong) ? VoxelType.UInt64
        : typeof(T) == typeof(long) ? VoxelType.Int64
        : typeof(T) == typeof(float) ? VoxelType.Float32
        : typeof(T) == typeof(double) ? VoxelType.Float64
        : throw new NotSupportedException($"{typeof(T).Name} is not a voxel type; use one of byte, sbyte, ushort, short, uint, int, ulong, long, float, double.");

    public static bool IsInteger(VoxelType type) => type is not (VoxelType.Float32 or VoxelType.Float64);

    /// <summary>Turns file order into this machine's order, in place (and back: it is its own inverse).</summary>
    public static void SwapBytes(Span<byte> data, VoxelType type)
    {
        switch (Size(type))
        {
            case 2:
                var two = MemoryMarshal.Cast<byte, ushort>(data);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                var four = MemoryMarshal.Cast<byte, uint>(data);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            case 8:
                var eight = MemoryMarshal.Cast<byte, ulong>(data);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
        }
    }

    public static double Get(ReadOnlySpan<byte> data, VoxelType type, int index) => type switch
    {
        VoxelType.UInt8 => data[index],
        VoxelType.Int8 => (sbyte)data[index],
        VoxelType.UInt16 => MemoryMarshal.Cast<byte, ushort>(data)[index],
        VoxelType.Int16 => MemoryMarshal.Cast<byte, short>(data)[index],
        VoxelType.UInt32 => MemoryMarshal.Cast<byte, uint>(data)[index],
        VoxelType.Int32 => MemoryMarshal.Cast<byte, int>(data)[index],
        VoxelType.UInt64 => MemoryMarshal.Cast<byte, ulong>(data)[index],
        VoxelType.Int64 => MemoryMarshal.Cast<byte, long>(data)[index],
        VoxelType.Float32 => MemoryMarshal.Cast<byte, float>(data)[index],
        _ => MemoryMarshal.Cast<byte, double>(data)[index],
    };

    /// <summary>Stores a value; false where an integer type cannot hold it.</summary>
    public static bool TrySet(Span<byte> data, VoxelType type, int index, double value)
    {
        if (type is VoxelType.Float32)
        {
            MemoryMarshal.Cast<byte, float>(data)[index] = (float)value;
            return true;
        }
        if (type is VoxelType.Float64)
        {
            MemoryMarshal.Cast<byte, double>(data)[index] = value;
            return true;
        }
        // Beyond ±2⁶⁴ no type holds it, and a conversion would saturate; NaN fails too.
        return Math.Abs(value) <= 18446744073709551616.0 && TrySetInteger(data, type, index, (Int128)Math.Round(value, MidpointRounding.AwayFromZero));
    }

    /// <summary>An element of an integer type.</summary>
    public static Int128 GetInteger(ReadOnlySpan<byte> data, VoxelType type, int index) => type switch
    {
        VoxelType.UInt64 => MemoryMarshal.Cast<byte, ulong>(data)[index],
        VoxelType.Int64 => MemoryMarshal.Cast<byte, long>(data)[index],
        _ => (Int128)Get(data, type, index),
    };

    /// <summary>Stores a value in an integer type; false where that cannot hold it.</summary>
    public static bool TrySetInteger(Span<byte> data, VoxelType type, int index, Int128 value)
    {
        var (low, high) = Range(type);
        if (value < low || value > high)
            return false;
        var bits = unchecked((ulong)value);
        switch (Size(type))
        {
            case 1: data[index] = unchecked((byte)bits); break;
            case 2: MemoryMarshal.Cast<byte, ushort>(data)[index] = unchecked((ushort)bits); break;
            case 4: MemoryMarshal.Cast<byte, uint>(data)[index] = unchecked((uint)bits); break;
            default: MemoryMarshal.Cast<byte, ulong>(data)[index] = bits; break;
        }
        return true;
    }

    private static (Int128 Low, Int128 High) Range(VoxelType type) => type switch
    {
        VoxelType.UInt8 => (byte.MinValue, byte.MaxValue),
        VoxelType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        VoxelType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        VoxelType.Int16 => (short.MinValue, short.MaxValue),
        VoxelType.UInt32 => (uint.MinValue, uint.MaxValue),
        VoxelType.Int32 => (int.MinValue, int.MaxValue),
        VoxelType.UInt64 => (ulong.MinValue, ulong.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };
}
