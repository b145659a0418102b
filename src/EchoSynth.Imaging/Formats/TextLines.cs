using System.Globalization;
using System.Text;

namespace EchoSynth.Imaging;

/// <summary>The lines of a UTF-8 file, read one by one, however long the file is.</summary>
internal static class TextLines
{
    /// <summary>Longest line, characters.</summary>
    public const int MaximalLength = 1 << 20;

    /// <exception cref="EchoFormatException">The file is missing or no UTF-8, or a line is too long; the message names it.</exception>
    public static IEnumerable<string> Read(string path)
    {
        // Opened by FileInput for its errors; read lazily, so not within it.
        FileInput.Read(path, _ => true);
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (var line = 1; Next(reader, path, line) is { } text; line++)
            yield return text;
    }

    private static string? Next(StreamReader reader, string path, int line)
    {
        var text = new StringBuilder();
        try
        {
            for (var c = reader.Read(); ; c = reader.Read())
            {
                if (c is -1 or '\n')
                    return c == -1 && text.Length == 0 ? null : text.ToString().TrimEnd('\r');
                if (text.Length == MaximalLength)
                    throw Bad($"the line is longer than {MaximalLength} characters.");
                text.Append((char)c);
            }
        }
        catch (Exception error) when (error is DecoderFallbackException or (IOException and not EchoFormatException))
        {
            throw Bad($"cannot be read: {error.Message}", error);
        }

        EchoFormatException Bad(string problem, Exception? inner = null) => new(path, string.Create(CultureInfo.InvariantCulture, $"line {line}"), problem, inner);
    }
}
