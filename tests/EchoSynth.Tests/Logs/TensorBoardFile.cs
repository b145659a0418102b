using Google.Protobuf;

namespace EchoSynth.Tests.Logs;

/// <summary>A reader of event files that shares nothing with the writer: its own CRC, bit by bit, and Google.Protobuf for the fields.</summary>
internal static class TensorBoardFile
{
    internal sealed record Picture(int Height, int Width, int Colours, byte[] Png);

    internal sealed record Value(string Tag, float? Scalar, Picture? Picture, string? Text, string? Plugin);

    internal sealed record Event(double WallTime, long Step, string? Version, IReadOnlyList<Value> Values, int? Session);

    /// <summary>All whole records; an incomplete last one is passed over, a wrong CRC is an error.</summary>
    public static List<Event> Read(string path)
    {
        var (events, file) = (new List<Event>(), File.ReadAllBytes(path));
        for (var at = 0; file.Length - at >= 16;)
        {
            var length = BitConverter.ToInt64(file, at);
            Assert.Equal(Masked(file.AsSpan(at, 8)), BitConverter.ToUInt32(file, at + 8));
            if (length > file.Length - at - 16)
                break;
            var data = file.AsSpan(at + 12, (int)length);
            Assert.Equal(Masked(data), BitConverter.ToUInt32(file, at + 12 + (int)length));
            events.Add(ReadEvent(data.ToArray()));
            at += 16 + (int)length;
        }
        return events;
    }

    private static Event ReadEvent(byte[] data)
    {
        var (time, step, version, values, session) = (0.0, 0L, default(string), new List<Value>(), default(int?));
        Each(data, (field, input) =>
        {
            switch (field)
            {
                case 1: time = input.ReadDouble(); break;
                case 2: step = input.ReadInt64(); break;
                case 3: version = input.ReadString(); break;
                case 5: Each(Message(input), (_, value) => values.Add(ReadValue(Message(value)))); break;
                case 7: Each(Message(input), (_, log) => session = log.ReadEnum()); break;
                default: Assert.Fail($"event field {field}"); break;
            }
        });
        return new Event(time, step, version, values, session);
    }

    private static Value ReadValue(byte[] data)
    {
        var value = new Value("", null, null, null, null);
        Each(data, (field, input) => value = field switch
        {
            1 => value with { Tag = input.ReadString() },
            2 => value with { Scalar = input.ReadFloat() },
            4 => value with { Picture = ReadPicture(Message(input)) },
            8 => value with { Text = ReadText(Message(input)) },
            9 => value with { Plugin = Message(input) is { } metadata ? System.Text.Encoding.UTF8.GetString(metadata[4..]) : null },
            _ => throw new InvalidDataException($"value field {field}"),
        });
        return value;
    }

    private static Picture ReadPicture(byte[] data)
    {
        var numbers = new int[4];
        byte[] png = [];
        Each(data, (field, input) =>
        {
            if (field == 4)
                png = Message(input);
            else
                numbers[field] = input.ReadInt32();
        });
        return new Picture(numbers[1], numbers[2], numbers[3], png);
    }

    private static string ReadText(byte[] tensor)
    {
        var text = "";
        Each(tensor, (field, input) =>
        {
            if (field == 1)
                Assert.Equal(7, input.ReadEnum()); // DT_STRING
            else if (field == 2)
                Assert.Equal([0x12, 2, 8, 1], Message(input)); // one dimension of size 1
            else
                text = input.ReadString();
        });
        return text;
    }

    private static byte[] Message(CodedInputStream input) => input.ReadBytes().ToByteArray();

    private static void Each(byte[] data, Action<int, CodedInputStream> read)
    {
        using var input = new CodedInputStream(data);
        while (input.ReadTag() is var tag and not 0)
            read(WireFormat.GetTagFieldNumber(tag), input);
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? 0x82F63B78u ^ (crc >> 1) : crc >> 1;
        }
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }
}
