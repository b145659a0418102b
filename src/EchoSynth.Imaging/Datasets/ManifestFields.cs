using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>The fields of one line of a manifest; null where a field is absent or empty.</summary>
internal sealed class ManifestFields(IReadOnlyDictionary<string, string> values)
{
    private static readonly string[] s_needed = ["image", "file", "mask"];
    private static readonly string[] s_optional = ["id", "patient", "view", "phase", "split", "frame", "spacing_x", "spacing_y", "domain", "synthetic"];
    private static readonly string[] s_endings = ["id", "_id", "_name", "_number"];

    public string? this[string name] => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The names of all, the empty ones too.</summary>
    public IEnumerable<string> Keys => values.Keys;

    public string Names => values.Count == 0 ? "no fields" : DatasetFiles.Printable(string.Join(", ", values.Keys.Take(20)));

    /// <summary>A warning for each name that is none of the known fields but looks like one that is not there.</summary>
    public static IEnumerable<string> Misspelt(string path, IReadOnlySet<string> names)
    {
        foreach (var name in names.Except(s_optional).Except(s_needed).Order(StringComparer.Ordinal))
        {
            if (s_optional.Where(known => !names.Contains(known)).FirstOrDefault(known => IsLike(name, known)) is { } meant)
                yield return $"{path}: the field \"{DatasetFiles.Printable(name)}\" is not known and is passed over; did you mean {meant}?";
        }
    }

    public static EchoFormatException Bad(string path, int line, string? field, string problem, Exception? inner = null) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"line {line}{(field is null ? "" : ": ")}{field}"), problem, inner);

    /// <summary>The same but for case and separators, with such an ending, or a letter or two (of long names) away.</summary>
    private static bool IsLike(string name, string known)
    {
        if (known.Length < 4 || name.Length > 40)
            return false;
        var spelt = name.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
        return spelt == known || s_endings.Any(e => spelt == known + e) || Distance(spelt, known) <= (known.Length >= 6 ? 2 : 1);
    }

    /// <summary>Letters to put in, to take away or to change: Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, left) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(Math.Min(row[j], left) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                (corner, row[j], left) = (row[j], best, best);
            }
        }
        return row[b.Length];
    }
}
