using System.Text;
using CsvHelper;

namespace EchoSynth.Imaging.Datasets;

/// <summary>manifest.csv: a line of field names, then one line for each pair, commas between, quotes where needed.</summary>
internal static class ManifestCsv
{
    private static readonly CsvReaderOptions s_options = new()
    {
        Separator = ',',
        TrimWhitespace = true,
        MaxRecordSize = 1 << 20,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        Encoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
    };

    public static IEnumerable<(int Line, ManifestFields Fields)> Read(string path)
    {
        // Opened by FileInput for its errors; read lazily, so not within it.
        FileInput.Read(path, _ => true);
        using var reader = CsvReader.FromFile(path, s_options, FileOptions.SequentialScan);
        string[] header = [];
        while (Next(reader, path))
        {
            if (header.Length == 0)
                header = Checked([.. reader.Headers.Select(name => name.ToLowerInvariant())], path);
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < header.Length; i++)
                fields[header[i]] = reader.GetString(i);
            yield return ((int)reader.LineNumber, new ManifestFields(fields));
        }
    }

    private static string[] Checked(string[] header, string path) =>
        header is [var only] && only.Contains(';', StringComparison.Ordinal) ? throw ManifestFields.Bad(path, 1, null, "the fields are separated by semicolons; they must be separated by commas.")
        : header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Key.Length > 0 && group.Skip(1).Any()) is { } twice
            ? throw ManifestFields.Bad(path, 1, DatasetFiles.Printable(twice.Key), "two columns have this name.")
            : header;

    private static bool Next(CsvReader reader, string path)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw ManifestFields.Bad(path, (int)error.LineNumber, null, $"no CSV with as many fields as the first line has names: {error.Message}", error);
        }
        catch (Exception error) when (error is DecoderFallbackException or IOException or ArgumentException or InvalidOperationException && error is not EchoFormatException)
        {
            throw new EchoFormatException(path, null, $"no CSV: {error.Message}", error);
        }
    }
}
