namespace EchoSynth.Imaging.Datasets;

/// <summary>The characters of a text file on their way to the CSV parser, each line checked before the parser can gather too much of it.</summary>
internal sealed class CsvText(TextReader text, string path, int maxLine) : TextReader
{
    private int _line = 1;
    private int _length;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var read = text.Read(buffer);
        for (var rest = buffer[..read]; !rest.IsEmpty;)
        {
            var next = rest.IndexOfAny('\n', '\uFFFD', '\0');
            _length += next < 0 ? rest.Length : next;
            if (_length > maxLine)
                throw new EchoFormatException(path, $"line {_line}", $"it is longer than {maxLine} characters; is this a CSV file?");
            if (next < 0)
                break;
            if (rest[next] != '\n')
                throw new EchoFormatException(path, $"line {_line}", "there are bytes in it that are no text in UTF-8; save the file as UTF-8, or as UTF-16 with a byte order mark.");
            (_line, _length) = (_line + 1, 0);
            rest = rest[(next + 1)..];
        }
        return read;
    }

    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();
}
