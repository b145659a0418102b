using System.Buffers.Binary;

namespace EchoSynth.Logs;

/// <summary>TensorFlow's record framing, everything little endian: length (8 bytes), its masked CRC (4), the data, their masked CRC (4).</summary>
internal static class TensorBoardRecord
{
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var record = new byte[data.Length + 16];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Crc32C.Masked(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), Crc32C.Masked(data));
        return record;
    }
}
