using System.Runtime.InteropServices;

namespace EchoSynth.Imaging;

/// <summary>A stream as bits, least significant first, through a buffer; the end of the stream is an error, never more bits.</summary>
internal sealed class BitInput
{
    /// <summary>What a step of the decoder may read before it looks at <see cref="Limit"/> again.</summary>
    public const int Reserve = 32;

    private const int Size = 1 << 16;

    private readonly byte[] _buffer = new byte[Size + 2 * Reserve];
    private Stream _inner = Stream.Null;
    private ulong _bits;
    private int _count;
    private int _at;
    private int _end;
    private int _padded;
    private bool _finished;

    /// <summary>The buffer; it stays where it is.</summary>
    public ref byte Source => ref MemoryMarshal.GetArrayDataReference(_buffer);

    /// <summary>Bits read ahead, how many, and the place of the next byte; between two calls of other members the decoder may keep them itself.</summary>
    public (ulong Bits, int Count, int At) State
    {
        get => (_bits, _count, _at);
        set => (_bits, _count, _at) = value;
    }

    /// <summary>The last place from which <see cref="Reserve"/> bytes may be read.</summary>
    public int Limit => _padded - Reserve;

    /// <summary>Begins with another stream.</summary>
    public void Reset(Stream inner) => (_inner, _bits, _count, _at, _end, _padded, _finished) = (inner, 0, 0, 0, 0, 0, false);

    /// <summary>Reads on. The stream's end is padded with zeros, so that whole words can be read there; whoever uses them up is at the end.</summary>
    /// <exception cref="InvalidDataException">The end was reached before.</exception>
    public void Fill()
    {
        if (_finished)
            throw Truncated();
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_end, _at) = (_end - _at, 0);
        var wanted = Size - _end;
        var read = _inner.ReadAtLeast(_buffer.AsSpan(_end, wanted), wanted, throwOnEndOfStream: false);
        _end += read;
        _padded = _end;
        if (read == wanted)
            return;
        _finished = true;
        _buffer.AsSpan(_end, 2 * Reserve).Clear();
        _padded += 2 * Reserve;
    }

    /// <summary>The next bits without taking them; at most 32.</summary>
    public uint Peek(int count)
    {
        while (_count < count)
        {
            if (_at >= _padded)
                Fill();
            // One byte at a time, and none kept above the count: a word read later has the same bits there.
            _bits = (_bits & ((1ul << _count) - 1)) | ((ulong)_buffer[_at++] << _count);
            _count += 8;
        }
        return (uint)(_bits & ((1ul << count) - 1));
    }

    /// <summary>The next bits; at most 32.</summary>
    public uint Take(int count)
    {
        var value = Peek(count);
        _bits >>= count;
        _count -= count;
        CheckEnd();
        return value;
    }

    /// <summary>Goes on to the next whole byte.</summary>
    public void Align() => Take(_count & 7);

    /// <summary>Reads whole bytes after <see cref="Align"/>: at least one, at most what <paramref name="target"/> holds.</summary>
    public int Read(Span<byte> target)
    {
        var read = 0;
        while (read < target.Length && _count > 0)
            target[read++] = (byte)Take(8);
        if (read == target.Length)
            return read;
        _bits = 0;
        if (_at >= _end)
            Fill();
        if (_at >= _end)
            throw Truncated();
        var count = Math.Min(target.Length - read, _end - _at);
        _buffer.AsSpan(_at, count).CopyTo(target[read..]);
        _at += count;
        return read + count;
    }

    /// <summary>Whether nothing is left; call it after <see cref="Align"/>.</summary>
    public bool AtEnd()
    {
        if (_count == 0 && _at >= _end && !_finished)
            Fill();
        return _at - _count / 8 >= _end;
    }

    /// <summary>An error where the decoder has taken more than there was.</summary>
    public void CheckEnd()
    {
        if (_finished && _at - _count / 8 > _end)
            throw Truncated();
    }

    private static InvalidDataException Truncated() => new("the data end too early");
}
