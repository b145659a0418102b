using System.Buffers.Binary;
using System.Numerics;

namespace EchoSynth.Logs;

/// <summary>The Castagnoli CRC (RFC 3720, B.4), and its masked form in TensorFlow's record files.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Rotated and shifted, so that the CRC of data that contains CRCs is of use too.</summary>
    public static uint Masked(ReadOnlySpan<byte> data) => unchecked(BitOperations.RotateRight(Of(data), 15) + 0xA282EAD8u);
}
