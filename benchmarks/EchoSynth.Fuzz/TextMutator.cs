using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EchoSynth.Fuzz;

/// <summary>Alterations of texts: numbers, words, lines, encodings. Texts are bytes here, one a character, so that nothing is repaired on the way.</summary>
internal static partial class TextMutator
{
    private const string Signs = ",;:=\"'{}[]<>/ \t\r\n";

    private static readonly string[] s_numbers =
    [
        "", "0", "-1", "-0", "1", "2147483647", "2147483648", "-2147483648", "4294967295", "9223372036854775807", "18446744073709551616", "99999999999999999999999999", "1e9", "1e308", "1e309",
        "-1e-320", "NaN", "nan", "Infinity", "-inf", "0x10", "1,5", "1.5.5", "١٢", "½", "1_000", "+", "-", "1e", "00000000000000000001", " 1 ", "true", "null",
    ];

    private static readonly string[] s_words =
    [
        "", " ", "\t", "\0", "\r", "\n", "\"", "'", "\\", "/", "..", "../../../../etc/passwd", "/dev/zero", "C:\\x", "a/b", "a\0b", "\u00e9\u4e2d\ud83d\ude00", "\u202e", "\ufeff", "NA", "LOCAL", "LIST", "%d", "{}", "[]",
        "\"\"\"", "<a>", "&amp;", "&x;", "]]>", "<!--", "\\ud800", "\\u0000", "{\"a\":1}", "TRAIN", "No Systolic", "con", ".", "~",
    ];

    private static readonly string[] s_openings = ["[", "{\"a\":", "<a>", "\"", ",", "\n"];

    private static readonly byte[][] s_bytes = [[0xff], [0xfe, 0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0], [0xef, 0xbb, 0xbf], [0x1a], [0xe2, 0x82]];

    /// <summary>One to three alterations, most often one.</summary>
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        var text = Encoding.Latin1.GetString(bytes);
        for (var left = random.Next(5) < 3 ? 1 : random.Next(2, 4); left > 0; left--)
            text = Once(text, random);
        return Encoded(text, random);
    }

    private static string Once(string text, Random random)
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                return Replace(text, NumberPattern(), random, old => random.Next(3) == 0 ? Near(old, random) : Raw(s_numbers[random.Next(s_numbers.Length)]));
            case 3 or 4:
                return Replace(text, WordPattern(), random, _ => Raw(s_words[random.Next(s_words.Length)]));
            case 5:
                return Replace(text, WordPattern(), random, old => old + old);
            case 6:
                return Replace(text, WordPattern(), random, _ => new string((char)random.Next(32, 127), random.Next(4) == 0 ? 70_000 : random.Next(1, 400)));
            case 7:
                return Replace(text, SignPattern(), random, _ => random.Next(2) == 0 ? "" : Signs[random.Next(Signs.Length)].ToString());
            case 8:
                return text.Insert(random.Next(text.Length + 1), Encoding.Latin1.GetString(s_bytes[random.Next(s_bytes.Length)]));
            case 9:
                return text.Insert(random.Next(text.Length + 1), string.Concat(Enumerable.Repeat(s_openings[random.Next(s_openings.Length)], random.Next(1, random.Next(2) == 0 ? 5 : 3000))));
            case 10:
                return text[..random.Next(text.Length + 1)];
            default:
                return Lines(text, random);
        }
    }

    private static string Lines(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var (a, b) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(4))
        {
            case 0:
                (lines[a], lines[b]) = (lines[b], lines[a]);
                break;
            case 1:
                lines.Insert(b, lines[a]);
                break;
            case 2:
                lines.RemoveAt(a);
                break;
            default:
                lines.InsertRange(b, Enumerable.Repeat(lines[a], Math.Min(50, 1 + (20_000 / (lines[a].Length + 1)))));
                break;
        }
        return string.Join('\n', lines);
    }

    private static string Near(string old, Random random) =>
        // As wide as before: 0007 is a name more often than a number.
        double.TryParse(old, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (number + random.Next(-2, 3)).ToString(CultureInfo.InvariantCulture).PadLeft(old.Length, '0') : old;

    private static string Replace(string text, Regex pattern, Random random, Func<string, string> change)
    {
        var found = pattern.Matches(text);
        if (found.Count == 0)
            return text + change("");
        var one = found[random.Next(found.Count)];
        return string.Concat(text.AsSpan(0, one.Index), change(one.Value), text.AsSpan(one.Index + one.Length));
    }

    private static string Raw(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[] Encoded(string text, Random random) => random.Next(40) switch
    {
        0 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
        1 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
        2 => Encoding.Unicode.GetBytes(text),
        3 => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(text)],
        4 => [.. Encoding.UTF8.Preamble, .. Encoding.Latin1.GetBytes(text)],
        5 => Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        6 => Encoding.Latin1.GetBytes(text.Replace('\n', '\r')),
        _ => Encoding.Latin1.GetBytes(text),
    };

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][+-]?\d+)?")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"[A-Za-z_][\w.\-]*")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"[^\w\s]|\s")]
    private static partial Regex SignPattern();
}
