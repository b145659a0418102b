using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EchoSynth.Imaging;

/// <summary>Decodes deflate (RFC 1951) from <see cref="BitInput"/> into a window.</summary>
/// <remarks>
/// One look at 64 bits gives up to three literals, and matches are copied in words; docs/long-trainings.md has figures beside .NET's own decompressor. The bounds:
/// <see cref="Decode"/> stops before the window has less than <see cref="Room"/> bytes left and the input less than <see cref="BitInput.Reserve"/>; one step takes no
/// more than these, and a distance is checked against what has been decoded.
/// </remarks>
internal sealed class Inflater(BitInput input)
{
    /// <summary>The farthest that a match may reach back.</summary>
    public const int History = 1 << 15;

    /// <summary>Three literals and the longest match, copied in words of 16 bytes.</summary>
    public const int Room = 3 + 258 + 16;

    private readonly HuffmanTable _literals = HuffmanTable.ForLiterals();
    private readonly HuffmanTable _distances = HuffmanTable.ForDistances();
    private readonly HuffmanTable _codeLengths = HuffmanTable.ForCodeLengths();
    private readonly byte[] _lengths = new byte[320];
    private bool _inBlock;
    private bool _last;
    private int _stored = -1;

    private static ReadOnlySpan<byte> Order => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Makes ready for another stream.</summary>
    public void Reset() => (_inBlock, _last, _stored) = (false, false, -1);

    /// <summary>Decodes until the window is full (less than <see cref="Room"/> left) or the stream ends.</summary>
    /// <param name="window">What was decoded before, and room for more.</param>
    /// <param name="position">Where the next byte goes.</param>
    /// <returns>The new position, and whether the stream has ended.</returns>
    /// <exception cref="InvalidDataException">Damaged or truncated.</exception>
    public (int Position, bool Ended) Decode(byte[] window, int position)
    {
        while (position <= window.Length - Room)
        {
            if (!_inBlock)
            {
                if (_last)
                    return (position, true);
                ReadBlockHeader();
            }
            position = _stored >= 0 ? Copy(window, position) : Symbols(window, position);
        }
        return (position, _last && !_inBlock);
    }

    private void ReadBlockHeader()
    {
        _last = input.Take(1) == 1;
        _inBlock = true;
        switch (input.Take(2))
        {
            case 0:
                input.Align();
                _stored = (int)input.Take(16);
                if (input.Take(16) != (~_stored & 0xFFFF))
                    throw new InvalidDataException("the length of a stored block is damaged");
                break;
            case 1:
                _lengths.AsSpan(0, 144).Fill(8);
                _lengths.AsSpan(144, 112).Fill(9);
                _lengths.AsSpan(256, 24).Fill(7);
                _lengths.AsSpan(280, 8).Fill(8);
                _lengths.AsSpan(288, 32).Fill(5);
                Build(288, 32);
                break;
            case 2:
                ReadCodes();
                break;
            default:
                throw new InvalidDataException("a block of no known type");
        }
    }

    private void ReadCodes()
    {
        var (literals, distances, codes) = ((int)input.Take(5) + 257, (int)input.Take(5) + 1, (int)input.Take(4) + 4);
        _lengths.AsSpan(0, 19).Clear();
        for (var i = 0; i < codes; i++)
            _lengths[Order[i]] = (byte)input.Take(3);
        if (!_codeLengths.TryBuild(_lengths.AsSpan(0, 19), DeflateSymbols.CodeLengths, complete: true))
            throw new InvalidDataException("the code of code lengths is none");
        for (var i = 0; i < literals + distances;)
        {
            var entry = _codeLengths.Entries[input.Peek(7)];
            if ((entry & HuffmanTable.Special) != 0)
                throw new InvalidDataException("a code length that has no code");
            input.Take((int)entry & 255);
            var symbol = (int)(entry >> 16);
            if (symbol < 16)
            {
                _lengths[i++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && i == 0)
                throw new InvalidDataException("a repeated code length before the first");
            var value = symbol == 16 ? _lengths[i - 1] : (byte)0;
            var times = symbol switch { 16 => 3 + input.Take(2), 17 => 3 + input.Take(3), _ => 11 + input.Take(7) };
            if (times > literals + distances - i)
                throw new InvalidDataException("too many code lengths");
            _lengths.AsSpan(i, (int)times).Fill(value);
            i += (int)times;
        }
        if (literals > 286 || distances > 30 || _lengths[256] == 0)
            throw new InvalidDataException("a block of impossible codes");
        Build(literals, distances);
    }

    private void Build(int literals, int distances)
    {
        if (!_literals.TryBuild(_lengths.AsSpan(0, literals), DeflateSymbols.Literals) || !_distances.TryBuild(_lengths.AsSpan(literals, distances), DeflateSymbols.Distances))
            throw new InvalidDataException("a block of impossible codes");
    }

    private int Copy(byte[] window, int position)
    {
        var count = input.Read(window.AsSpan(position, Math.Min(_stored, window.Length - position)));
        _stored -= count;
        if (_stored == 0)
            (_stored, _inBlock) = (-1, false);
        return position + count;
    }

    // Optimised at once: a method with one long loop would stay in its slow first version.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Symbols(byte[] window, int position)
    {
        ref var literals = ref MemoryMarshal.GetArrayDataReference(_literals.Entries);
        ref var distances = ref MemoryMarshal.GetArrayDataReference(_distances.Entries);
        ref var output = ref MemoryMarshal.GetArrayDataReference(window);
        ref var source = ref input.Source;
        var full = window.Length - Room;
        var (bits, count, at) = input.State;
        var limit = input.Limit;
        while (position <= full)
        {
            if (at > limit)
            {
                input.State = (bits, count, at);
                input.Fill();
                (bits, count, at) = input.State;
                limit = input.Limit;
            }
            bits |= Word(ref source, at) << count;
            at += (63 - count) >> 3;
            count |= 56;
            var entry = Unsafe.Add(ref literals, (nint)(bits & 2047));
            if ((int)entry < 0)
            {
                // At most 11 bits each, for codes in the first table: three literals leave 23 of 56.
                Unsafe.Add(ref output, position++) = (byte)(entry >> 16);
                bits >>= (int)entry;
                count -= (int)(entry & 255);
                entry = Unsafe.Add(ref literals, (nint)(bits & 2047));
                if ((int)entry < 0)
                {
                    Unsafe.Add(ref output, position++) = (byte)(entry >> 16);
                    bits >>= (int)entry;
                    count -= (int)(entry & 255);
                    entry = Unsafe.Add(ref literals, (nint)(bits & 2047));
                    if ((int)entry < 0)
                    {
                        Unsafe.Add(ref output, position++) = (byte)(entry >> 16);
                        bits >>= (int)entry;
                        count -= (int)(entry & 255);
                        continue;
                    }
                }
            }
            if ((entry & HuffmanTable.Special) != 0)
            {
                if ((entry & HuffmanTable.Second) != 0)
                {
                    bits >>= 11;
                    count -= 11;
                    entry = Unsafe.Add(ref literals, (nint)((entry >> 16) + (bits & ((1u << (int)(entry >> 8 & 15)) - 1))));
                    if ((int)entry < 0)
                    {
                        Unsafe.Add(ref output, position++) = (byte)(entry >> 16);
                        bits >>= (int)entry;
                        count -= (int)(entry & 255);
                        continue;
                    }
                }
                if ((entry & HuffmanTable.Special) != 0)
                {
                    if ((entry & HuffmanTable.End) == 0)
                        throw new InvalidDataException("a literal that has no code");
                    input.State = (bits >> (int)entry, count - (int)(entry & 255), at);
                    _inBlock = false;
                    return position;
                }
            }
            var length = (int)(entry >> 16) + Extra(bits, entry);
            bits >>= (int)entry;
            count -= (int)(entry & 255);
            bits |= Word(ref source, at) << count;
            at += (63 - count) >> 3;
            count |= 56;
            entry = Unsafe.Add(ref distances, (nint)(bits & 255));
            if ((entry & HuffmanTable.Special) != 0)
            {
                bits >>= 8;
                count -= 8;
                entry = (entry & HuffmanTable.Second) != 0 ? Unsafe.Add(ref distances, (nint)((entry >> 16) + (bits & ((1u << (int)(entry >> 8 & 15)) - 1)))) : entry;
                if ((entry & HuffmanTable.Special) != 0)
                    throw new InvalidDataException("a distance that has no code");
            }
            var distance = (int)(entry >> 16) + Extra(bits, entry);
            bits >>= (int)entry;
            count -= (int)(entry & 255);
            if (distance > position)
                throw new InvalidDataException("a distance that leads before the beginning");
            Match(ref Unsafe.Add(ref output, position), distance, length);
            position += length;
        }
        input.State = (bits, count, at);
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte source, int at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    /// <summary>The extra bits behind a code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Extra(ulong bits, uint entry) => (int)((bits & ((1ul << (int)entry) - 1)) >> (int)(entry >> 8 & 15));

    /// <summary>Copies a match; writes up to 15 bytes beyond it, which what follows overwrites.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Match(ref byte target, int distance, int length)
    {
        ref var source = ref Unsafe.Subtract(ref target, distance);
        if (distance >= 16)
        {
            for (var i = 0; i < length; i += 16)
                Vector128.LoadUnsafe(ref source, (nuint)i).StoreUnsafe(ref target, (nuint)i);
        }
        else if (distance >= 8)
        {
            for (var i = 0; i < length; i += 8)
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, i), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, i)));
        }
        else if (distance == 1)
        {
            Unsafe.InitBlockUnaligned(ref target, source, (uint)length);
        }
        else
        {
            for (var i = 0; i < length; i++)
                Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i);
        }
    }
}
