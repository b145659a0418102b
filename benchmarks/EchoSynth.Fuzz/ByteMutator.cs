using System.Buffers.Binary;

namespace EchoSynth.Fuzz;

/// <summary>Alterations that know nothing of the format.</summary>
internal static class ByteMutator
{
    private static readonly ulong[] s_extremes =
        [0, 1, ulong.MaxValue, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x7fffffffffffffff, 0x8000000000000000, 0x7ff0000000000000, 0x7ff8000000000000, 0x7f800000, 0x7fc00000];

    /// <summary>One to four alterations of <paramref name="bytes"/>; <paramref name="other"/> is another valid file, for splices.</summary>
    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        for (var left = random.Next(1, 5); left > 0; left--)
            bytes = Once(bytes, other, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        switch (random.Next(10))
        {
            case 0 or 1:
                return Set(bytes, Place(bytes, random), at => (byte)(at ^ (1 << random.Next(8))));
            case 2:
                return Set(bytes, Place(bytes, random), _ => (byte)random.Next(256));
            case 3 or 4:
                return Extreme(bytes, random);
            case 5:
                return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes[..^random.Next(1, Math.Min(bytes.Length, 64) + 1)];
            case 6:
                var (from, length) = Block(bytes, random);
                return [.. bytes[..from], .. bytes[(from + length)..]];
            case 7:
                var (start, count) = Block(bytes, random);
                return [.. bytes[..(start + count)], .. bytes[start..]];
            case 8:
                return Swap(bytes, random);
            default:
                return [.. bytes[..random.Next(bytes.Length + 1)], .. other[random.Next(other.Length + 1)..]];
        }
    }

    /// <summary>Headers are at the beginning, so half of all alterations are there.</summary>
    private static int Place(byte[] bytes, Random random) => random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, 400)) : random.Next(bytes.Length);

    private static byte[] Set(byte[] bytes, int at, Func<byte, byte> change)
    {
        var changed = (byte[])bytes.Clone();
        changed[at] = change(changed[at]);
        return changed;
    }

    private static byte[] Extreme(byte[] bytes, Random random)
    {
        var changed = (byte[])bytes.Clone();
        var value = random.Next(4) == 0 ? 1ul << random.Next(64) : s_extremes[random.Next(s_extremes.Length)];
        var (size, big) = (1 << random.Next(1, 4), random.Next(2) == 0);
        Span<byte> number = stackalloc byte[8];
        if (big)
            BinaryPrimitives.WriteUInt64BigEndian(number, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        number = big ? number[(8 - size)..] : number[..size];
        // Fields are aligned more often than not.
        var at = Place(bytes, random) & (random.Next(3) == 0 ? -1 : -size);
        number[..Math.Min(size, changed.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }

    private static (int Start, int Length) Block(byte[] bytes, Random random)
    {
        var start = Place(bytes, random);
        return (start, Math.Min(bytes.Length - start, random.Next(4) == 0 ? random.Next(1, 4096) : random.Next(1, 32)));
    }

    private static byte[] Swap(byte[] bytes, Random random)
    {
        var changed = (byte[])bytes.Clone();
        var length = Math.Min(random.Next(1, 32), bytes.Length);
        var (a, b) = (random.Next(bytes.Length - length + 1), random.Next(bytes.Length - length + 1));
        bytes.AsSpan(a, length).CopyTo(changed.AsSpan(b));
        bytes.AsSpan(b, length).CopyTo(changed.AsSpan(a));
        return changed;
    }
}
