namespace EchoSynth.Imaging;

/// <summary>The next bytes of a stream as a stream of their own; the other stays open.</summary>
internal sealed class MatSlice(Stream inner, long length) : ForwardStream
{
    private long _left = length;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(_left, buffer.Length)]);
        _left -= read;
        return read;
    }
}
