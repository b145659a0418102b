using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>One video of HMC-QU as its sheet lists it.</summary>
/// <param name="Row">The row of the sheet, counted from 1.</param>
/// <param name="Name">The video's name, spaces and all.</param>
/// <param name="Reference">The first masked frame, counted from 1.</param>
/// <param name="End">The last masked frame, counted from 1.</param>
internal sealed record HmcQuSheetRow(int Row, string Name, int Reference, int End);

/// <summary>Reads A4C.xlsx or HMC_QU.xlsx: the columns ECHO, Reference Frame and End of Cycle, found by their titles.</summary>
internal static class HmcQuSheet
{
    private const int MaximalTitleRows = 10;

    /// <summary>More frames than a cycle has.</summary>
    private const int MaximalCycle = 1000;

    public static List<HmcQuSheetRow> Read(string path)
    {
        var rows = XlsxFile.Read(path);
        var (name, first) = Column(rows, path, "ECHO", title => title == "ECHO");
        var (reference, second) = Column(rows, path, "Reference Frame", title => title.StartsWith("REFERENCE", StringComparison.Ordinal));
        var (end, third) = Column(rows, path, "End of Cycle", title => title.StartsWith("END", StringComparison.Ordinal));
        var found = new List<HmcQuSheetRow>();
        for (var i = Math.Max(first, Math.Max(second, third)) + 1; i < rows.Count; i++)
        {
            var (echo, from, to) = (Cell(rows[i], name), Cell(rows[i], reference), Cell(rows[i], end));
            // Rows without a name are notes; without frames, videos of which nothing was segmented.
            if (echo.Length == 0 || (from.Length == 0 && to.Length == 0))
                continue;
            var row = new HmcQuSheetRow(i + 1, echo, Frame(path, i, "Reference Frame", from), Frame(path, i, "End of Cycle", to));
            if (row.End < row.Reference || row.End - row.Reference >= MaximalCycle)
                throw Bad(path, i, "End of Cycle", $"{row.End}, with Reference Frame {row.Reference}; it must be the same or later, by less than {MaximalCycle} frames.");
            found.Add(row);
        }
        return found.Count > 0 ? found : throw new EchoFormatException(path, "ECHO", "the sheet lists no video with a reference frame and an end of cycle.");
    }

    private static (int Column, int Row) Column(IReadOnlyList<IReadOnlyList<string>> rows, string path, string title, Func<string, bool> wanted)
    {
        for (var row = 0; row < Math.Min(rows.Count, MaximalTitleRows); row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
            {
                if (wanted(rows[row][column].Trim().ToUpperInvariant()))
                    return (column, row);
            }
        }
        throw new EchoFormatException(path, title, $"no column of this title in the first {MaximalTitleRows} rows of the first sheet.");
    }

    private static string Cell(IReadOnlyList<string> row, int column) => column < row.Count ? row[column].Trim() : "";

    private static int Frame(string path, int row, string field, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 1_000_000 && value == Math.Floor(value)
            ? (int)value
            : throw Bad(path, row, field, $"\"{DatasetFiles.Printable(text)}\"; it must be a whole number, 1 for the first frame.");

    private static EchoFormatException Bad(string path, int row, string field, string problem) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"row {row + 1}: {field}"), problem);
}
