namespace EchoSynth.Imaging;

/// <summary>A table that decodes one code of deflate (RFC 1951): indexed by the next bits, long codes go on in a second table behind the first.</summary>
/// <remarks>
/// An entry: bits 0 to 7 how many bits to take, extra bits included; bits 8 to 11 how many of them are the code; bits 16 to 30 the literal, or the least length or
/// distance. Bit 31: a literal. Bit 15: neither literal nor length, but with bit 14 a second table (bits 16 to 30 its start, 8 to 11 its bits), with bit 13 the end of
/// the block, else a code that does not exist.
/// </remarks>
internal sealed class HuffmanTable(int bits, int capacity)
{
    public const uint Literal = 1u << 31;
    public const uint Special = 1u << 15;
    public const uint Second = 1u << 14;
    public const uint End = 1u << 13;

    private readonly ushort[] _sorted = new ushort[288];

    public uint[] Entries { get; } = new uint[capacity];

    /// <summary>Literals and lengths: 11 bits; 2342 entries are the most that 288 symbols can need.</summary>
    public static HuffmanTable ForLiterals() => new(11, 2400);

    /// <summary>Distances: 8 bits; 402 entries are the most that 32 symbols can need.</summary>
    public static HuffmanTable ForDistances() => new(8, 512);

    /// <summary>The lengths of codes: 7 bits, which is their longest.</summary>
    public static HuffmanTable ForCodeLengths() => new(7, 128);

    /// <summary>Builds the table; false where the lengths are those of no code.</summary>
    /// <param name="lengths">Bits of each symbol's code, 0 to 15; 0 where it has none.</param>
    /// <param name="symbols">What each symbol becomes: an entry without its numbers of bits but with its number of extra bits in bits 0 to 7.</param>
    /// <param name="complete">Whether every pattern of bits must have a meaning, even where there is one symbol or none.</param>
    public bool TryBuild(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols, bool complete = false)
    {
        Span<int> counts = stackalloc int[16];
        counts.Clear();
        foreach (var length in lengths)
            counts[length]++;
        counts[0] = 0;
        Span<int> next = stackalloc int[16];
        next[0] = 0;
        var (space, used) = (0, 0);
        for (var length = 1; length < 16; length++)
        {
            next[length] = used;
            used += counts[length];
            space += counts[length] << (15 - length);
        }
        // Every bit pattern must be a code, once; only a single code of one bit, or none at all, may leave some without a meaning.
        if (space > 1 << 15 || (space < 1 << 15 && (complete || used > 1 || counts[1] != used)))
            return false;
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] > 0)
                _sorted[next[lengths[symbol]]++] = (ushort)symbol;
        }
        if (space < 1 << 15)
            Entries.AsSpan(0, 1 << bits).Fill(Special);
        Fill(lengths, symbols, counts, used);
        return true;
    }

    private void Fill(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols, Span<int> left, int used)
    {
        var (code, last, prefix, start, end, second) = (0, 0, -1, 0, 1 << bits, 0);
        for (var i = 0; i < used; i++)
        {
            var symbol = _sorted[i];
            var length = lengths[symbol];
            code <<= length - last;
            last = length;
            var reversed = Reverse(code++, length);
            if (length <= bits)
            {
                Set(symbols[symbol], reversed, 1 << bits, length);
                continue;
            }
            if ((reversed & ((1 << bits) - 1)) is var low && low != prefix)
            {
                (prefix, start, second) = (low, end, length - bits);
                for (var space = left[length]; space < 1 << second; space = 2 * space + left[bits + second])
                    second++;
                end = start + (1 << second);
                Entries[prefix] = Special | Second | ((uint)start << 16) | ((uint)second << 8) | (uint)bits;
            }
            left[length]--;
            Set(symbols[symbol], start + (reversed >> bits), end, length - bits);
        }
    }

    private void Set(uint symbol, int at, int end, int taken)
    {
        var entry = symbol + ((uint)taken << 8) + (uint)taken;
        for (; at < end; at += 1 << taken)
            Entries[at] = entry;
    }

    private static int Reverse(int code, int length)
    {
        var reversed = 0;
        for (var i = 0; i < length; i++)
            reversed |= ((code >> i) & 1) << (length - 1 - i);
        return reversed;
    }
}
