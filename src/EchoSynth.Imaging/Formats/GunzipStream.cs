using System.IO.Hashing;

namespace EchoSynth.Imaging;

/// <summary>Reads gzip (RFC 1952), one member or several; length and checksum of each are verified. What follows the last member is ignored.</summary>
internal sealed class GunzipStream : ForwardStream
{
    // A quarter of a megabyte of buffers and tables, used again by the next stream of this thread.
    [ThreadStatic]
    private static Workspace? t_spare;

    private readonly Workspace _work;
    private readonly BitInput _input;
    private readonly byte[] _window;
    private readonly Crc32 _crc;
    private bool _begun;
    private uint _length;
    private int _given;
    private int _decoded;
    private bool _inMember;
    private bool _ended;
    private bool _disposed;

    public GunzipStream(Stream inner)
    {
        (_work, t_spare) = (t_spare ?? new Workspace(), null);
        (_input, _window, _crc) = (_work.Input, _work.Window, _work.Crc);
        _input.Reset(inner);
    }

    /// <exception cref="InvalidDataException">Damaged, truncated or no gzip.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var read = 0;
        while (read < buffer.Length)
        {
            if (_given == _decoded && (_ended || !Decode()))
                break;
            var count = Math.Min(buffer.Length - read, _decoded - _given);
            _window.AsSpan(_given, count).CopyTo(buffer[read..]);
            (_given, read) = (_given + count, read + count);
        }
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _input.Reset(Null);
            t_spare = _work;
        }
        _disposed = true;
        base.Dispose(disposing);
    }

    /// <summary>Decodes a piece; false at the end of the last member.</summary>
    private bool Decode()
    {
        if (!_inMember && !BeginMember())
            return false;
        if (_decoded > _window.Length - Inflater.Room)
        {
            _window.AsSpan(_decoded - Inflater.History, Inflater.History).CopyTo(_window);
            _given = _decoded = Inflater.History;
        }
        var start = _decoded;
        (_decoded, var ended) = _work.Inflater.Decode(_window, start);
        _input.CheckEnd();
        _crc.Append(_window.AsSpan(start, _decoded - start));
        _length += (uint)(_decoded - start);
        if (ended)
            EndMember();
        return true;
    }

    private bool BeginMember()
    {
        if (_begun && (_input.AtEnd() || _input.Peek(8) != 0x1F || _input.Take(8) != 0x1F || _input.AtEnd() || _input.Peek(8) != 0x8B))
        {
            _ended = true;
            return false;
        }
        if ((!_begun && _input.Take(8) != 0x1F) || _input.Take(8) != 0x8B || _input.Take(8) != 8)
            throw new InvalidDataException("this is no gzip, or not deflate");
        var flags = _input.Take(8);
        _input.Take(32);
        _input.Take(16);
        if ((flags & 4) != 0)
        {
            for (var left = _input.Take(16); left > 0; left--)
                _input.Take(8);
        }
        for (var texts = (flags >> 3 & 1) + (flags >> 4 & 1); texts > 0;)
            texts -= _input.Take(8) == 0 ? 1u : 0;
        if ((flags & 2) != 0)
            _input.Take(16);
        _begun = true;
        _work.Inflater.Reset();
        _crc.Reset();
        (_length, _inMember, _given, _decoded) = (0, true, 0, 0);
        return true;
    }

    private void EndMember()
    {
        _input.Align();
        if (_input.Take(32) != _crc.GetCurrentHashAsUInt32())
            throw new InvalidDataException("the checksum (CRC) is wrong");
        if (_input.Take(32) != _length)
            throw new InvalidDataException("the length does not agree");
        _inMember = false;
    }

    private sealed class Workspace
    {
        public Workspace() => Inflater = new Inflater(Input);

        public BitInput Input { get; } = new();

        public Inflater Inflater { get; }

        public byte[] Window { get; } = GC.AllocateUninitializedArray<byte>(1 << 17);

        public Crc32 Crc { get; } = new();
    }
}
