namespace EchoSynth.Imaging.Video;

/// <summary>The pictures that ffmpeg writes, PGM after PGM: each tells its own size.</summary>
internal sealed class PgmPictures(FfmpegProcess process, string path)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _end;

    /// <summary>The size of the next picture, or null after the last.</summary>
    public (int Width, int Height)? NextSize()
    {
        if (Next() is not { } first)
            return null;
        if (first != 'P' || Next() != '5')
            throw Unexpected();
        Next();
        var (width, height, largest) = (Number(), Number(), Number());
        return width >= 1 && height >= 1 && largest == 255 ? (width, height) : throw Unexpected();
    }

    /// <summary>The pixels of the picture whose size was read.</summary>
    public void Fill(Span<byte> pixels)
    {
        while (pixels.Length > 0)
        {
            if (!More())
            {
                process.Finish();
                throw new EchoFormatException(path, "ffmpeg", "its output ends within a picture.");
            }
            var taken = Math.Min(pixels.Length, _end - _next);
            _buffer.AsSpan(_next, taken).CopyTo(pixels);
            _next += taken;
            pixels = pixels[taken..];
        }
    }

    private bool More()
    {
        if (_next == _end)
            (_next, _end) = (0, process.Read(_buffer));
        return _next < _end;
    }

    private byte? Next() => More() ? _buffer[_next++] : null;

    /// <summary>Digits and the one blank behind them.</summary>
    private int Number()
    {
        var number = 0;
        for (var digits = 0; digits < 8; digits++)
        {
            if (Next() is not { } character)
                break;
            if (character is (byte)' ' or (byte)'\n')
                return number;
            if (character is < (byte)'0' or > (byte)'9')
                break;
            number = 10 * number + character - '0';
        }
        throw Unexpected();
    }

    private EchoFormatException Unexpected()
    {
        process.Finish();
        return new EchoFormatException(path, "ffmpeg", "its output is no grey pictures; FFmpeg 4.4 or newer is needed.");
    }
}
