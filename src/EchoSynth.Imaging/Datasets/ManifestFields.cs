using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>The fields of one line of a manifest; null where a field is absent or empty.</summary>
internal sealed class ManifestFields(IReadOnlyDictionary<string, string> values)
{
    public string? this[string name] => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Names => values.Count == 0 ? "no fields" : DatasetFiles.Printable(string.Join(", ", values.Keys.Take(20)));

    public static EchoFormatException Bad(string path, int line, string? field, string problem, Exception? inner = null) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"line {line}{(field is null ? "" : ": ")}{field}"), problem, inner);
}
