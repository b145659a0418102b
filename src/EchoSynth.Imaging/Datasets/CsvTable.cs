using System.Globalization;
using System.Text;
using CsvHelper;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Reads CSV files row by row: UTF-8, or UTF-16 with its mark; columns by name in any case and order.</summary>
internal static class CsvTable
{
    /// <summary>Rows at most, where nothing else is said. EchoNet-Dynamic's tracings have 425,010.</summary>
    public const int MaxRows = 5_000_000;

    private const int MaxLine = 1 << 16;

    private static readonly CsvReaderOptions s_options = new()
    {
        Separator = ',',
        DetectSeparatorHint = false,
        AllowLineBreaksInQuotes = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        MaxRecordSize = 4 * MaxLine,
    };

    /// <param name="path">The file.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there.</param>
    /// <param name="read">Given each row, the same object each time; its columns are numbered as in <paramref name="required"/> followed by <paramref name="optional"/>.</param>
    /// <param name="maxRows">More are an error.</param>
    /// <exception cref="EchoFormatException">Missing, no CSV, without a required column (all are named), or with a row of another length.</exception>
    public static void Read(string path, string[] required, string[] optional, Action<CsvCursor> read, int maxRows = MaxRows) => FileInput.Read(path, stream =>
    {
        using var text = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, 1 << 16);
        using var reader = CsvReader.Create(new CsvText(text, path, MaxLine), s_options, leaveOpen: true);
        try
        {
            var header = reader.Headers;
            if (header.Count == 0)
                throw Empty(path, required);
            var row = new CsvCursor(path, reader, [.. required, .. optional], Columns(path, [.. header.Select(name => name.Trim())], required, optional));
            for (var count = 1; reader.Read(); count++)
            {
                if (count > maxRows)
                    throw new EchoFormatException(path, Line(row.Line), $"there are more than {maxRows} rows; at most so many are read.");
                read(row);
            }
            return true;
        }
        catch (CsvFormatException error)
        {
            throw error.InnerException as EchoFormatException ?? new EchoFormatException(path, Line(error.LineNumber), $"this is no row of CSV: {error.Message}", error);
        }
    }, empty: () => throw Empty(path, required));

    private static EchoFormatException Empty(string path, string[] required) =>
        new(path, null, $"the file is empty; its first line must name the columns {string.Join(", ", required)}.");

    private static string Line(long number) => string.Create(CultureInfo.InvariantCulture, $"line {number}");

    private static int[] Columns(string path, string[] header, string[] required, string[] optional)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Length; i++)
        {
            if (!places.TryAdd(header[i], i) && required.Concat(optional).Contains(header[i], StringComparer.OrdinalIgnoreCase))
                throw new EchoFormatException(path, Line(1), $"the column {header[i]} is there twice.");
        }
        var missing = required.Where(name => !places.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            throw new EchoFormatException(path, Line(1), $"missing {(missing.Count == 1 ? "is the column" : "are the columns")} {string.Join(", ", missing)}; found: {Shown(header)}.");
        return [.. required.Concat(optional).Select(name => places.TryGetValue(name, out var place) ? place : -1)];
    }

    private static string Shown(string[] header)
    {
        var text = string.Join(", ", header);
        return text.Length <= 300 ? text : text[..300] + "…";
    }
}
