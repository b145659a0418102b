using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EchoSynth.Peers;

/// <summary>Rows as an aligned table and as peers.json.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Column heads, and of each the width; the first two are left-aligned.</summary>
    private static readonly (string Head, int Width)[] Columns =
        [("case", -34), ("versus", -28), ("ours, s", 9), ("peer, s", 9), ("ratio", 6), ("low - high", 13), ("max |d|", 8), ("drift", 8), ("PSNR", 6), ("ours, MiB", 10), ("peer, MiB", 10)];

    public static string Head => Line([.. Columns.Select(c => c.Head)]);

    /// <summary>A row as a line; memory is the device's, which is not always known.</summary>
    public static string Text(Row row)
    {
        var onCpu = row.Device == "cpu";
        return Line(
        [
            row.Case, row.Versus, Number(row.Seconds, "0.0000"), Number(row.VersusSeconds, "0.0000"), Number(row.Ratio, "0.00"), $"{Number(row.Low, "0.00")} - {Number(row.High, "0.00")}",
            Number(row.Difference, "0.0e+0"), Number(row.Drift, "0.0e+0"), Number(row.Psnr, "0.0"), Number(onCpu ? row.PeakMiB : row.DeviceMiB, "0"), Number(onCpu ? row.VersusPeakMiB : row.VersusDeviceMiB, "0"),
        ]);
    }

    /// <summary>Writes all rows so far; the file is there whole or not at all.</summary>
    public static void Write(string file, IReadOnlyList<Row> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = file + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(rows, Json));
        File.Move(temporary, file, overwrite: true);
    }

    private static string Line(string[] cells) => string.Concat(cells.Zip(Columns, (text, c) => c.Width < 0 ? text.PadRight(-c.Width) + " " : text.PadLeft(c.Width) + " ")).TrimEnd();

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
