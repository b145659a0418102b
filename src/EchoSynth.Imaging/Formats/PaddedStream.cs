namespace EchoSynth.Imaging;

/// <summary>A stream that goes on with a little filler after its end, then fails.</summary>
/// <remarks>
/// .NET's decompressors take the end of the input for the end of the data, even where the checksum is missing. With filler behind it a cut stream cannot pass:
/// the filler is no checksum, and a decompressor that goes on reading it (it may pass for data) gets an error after 64 KiB. A whole stream ends before it.
/// </remarks>
internal sealed class PaddedStream(Stream inner) : ForwardStream
{
    private const byte Filler = 0xA5;
    private int _left = 1 << 16;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if (read > 0 || buffer.IsEmpty)
            return read;
        if (_left == 0)
            throw new InvalidDataException("the data end too early");
        var added = Math.Min(buffer.Length, _left);
        buffer[..added].Fill(Filler);
        _left -= added;
        return added;
    }
}
