using System.Globalization;
using CsvHelper;

namespace EchoSynth.Imaging.Datasets;

/// <summary>The row at which a CSV file stands.</summary>
/// <param name="path">The file.</param>
/// <param name="reader">Its reader.</param>
/// <param name="names">The columns, as the caller numbers them.</param>
/// <param name="places">Where they are in the file; −1 for those that are not there.</param>
internal sealed class CsvCursor(string path, CsvReader reader, string[] names, int[] places)
{
    /// <summary>Its line in the file, from 1.</summary>
    public long Line => reader.LineNumber;

    /// <summary>A field without blanks around it; empty where the column is not there.</summary>
    public string this[int column] => places[column] < 0 ? "" : reader.GetString(places[column]);

    /// <summary>A finite number.</summary>
    public double Number(int column) =>
        places[column] >= 0 && double.TryParse(reader.GetSpan(places[column]), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error(column, "it must be a number.");

    /// <summary>A finite number, or null where nothing, "NA" or "nan" stands.</summary>
    public double? OptionalNumber(int column) => this[column].ToUpperInvariant() is "" or "NA" or "NAN" ? null : Number(column);

    /// <summary>A whole number of at least 0, also when written 46.0.</summary>
    public int Count(int column) => Number(column) is var number && number >= 0 && number <= int.MaxValue && number == Math.Floor(number)
        ? (int)number
        : throw Error(column, "it must be a whole number, 0 or more.");

    /// <summary>The same, or null.</summary>
    public int? OptionalCount(int column) => OptionalNumber(column) is null ? null : Count(column);

    /// <summary>An error that names the file, the line, the column and what stands there.</summary>
    public EchoFormatException Error(int column, string problem) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"line {Line}, {names[column]}"), $"\"{(this[column] is { Length: > 100 } text ? text[..100] + "…" : this[column])}\"; {problem}");
}
