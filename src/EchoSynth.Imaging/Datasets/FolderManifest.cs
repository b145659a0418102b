using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>A manifest of image–mask pairs, turned into items line by line.</summary>
internal sealed class FolderManifest(string path, bool skipIncomplete)
{
    public const string JsonLines = "manifest.jsonl";
    public const string Csv = "manifest.csv";
    private const int MaximalLines = 1_000_000;
    private const int MostFields = 1000;
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private readonly Dictionary<string, string> _real = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DatasetSplit Split, int Line)> _splits = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);
    private int _line;
    private int _withoutPatient;

    public List<EchoItem> Items { get; } = [];

    public List<SkippedItem> Skipped { get; } = [];

    /// <summary>The spacing of items for which the manifest states one.</summary>
    public Dictionary<string, PixelSpacing> Spacings { get; } = new(StringComparer.Ordinal);

    /// <summary>Full paths of images and the domains that their lines state.</summary>
    public Dictionary<string, string> Domains { get; } = new(StringComparer.Ordinal);

    /// <summary>Fields that look misspelt, and how many items name no patient.</summary>
    public IReadOnlyList<string> Warnings => [.. ManifestFields.Misspelt(path, _fields), .. FolderNames.PatientWarning(path, _withoutPatient, Items.Count)];

    /// <summary>The manifest of a folder; null where there is none.</summary>
    /// <exception cref="EchoFormatException">There are two.</exception>
    public static string? Find(string root)
    {
        var (json, csv) = (Path.Combine(root, JsonLines), Path.Combine(root, Csv));
        if (File.Exists(json) && File.Exists(csv))
            throw new EchoFormatException(root, null, $"there are {JsonLines} and {Csv}; there must be one of them.");
        return File.Exists(json) ? json : File.Exists(csv) ? csv : null;
    }

    public void Read()
    {
        foreach (var (line, fields) in path.EndsWith(".csv", StringComparison.Ordinal) ? ManifestCsv.Read(path) : ManifestJson.Read(path))
        {
            _line = line;
            if (_lines.Count + Skipped.Count >= MaximalLines)
                throw Bad(null, $"more than {MaximalLines} lines; divide the set.");
            Add(fields);
        }
    }

    private void Add(ManifestFields fields)
    {
        if (_fields.Count <= MostFields)
            _fields.UnionWith(fields.Keys);
        var image = Existing(fields, "image", "file");
        var mask = Existing(fields, "mask");
        if (image is null || mask is null)
            return;
        // Lines of `echosynth generate`: id is the mask's there, and returns with every seed.
        var stem = Stem(image);
        var stated = fields["id"];
        var id = fields["synthetic"] == "true" || stated is null ? stem : stated;
        if (DatasetFiles.IdProblem(id) is { } problem)
            throw Bad("id", $"\"{DatasetFiles.Printable(id)}\": {problem}.");
        if (!_lines.TryAdd(id, _line))
            throw Bad("id", $"\"{id}\" is also in line {_lines[id]}; ids must be unique{(stated is null ? " (without id, the image's name is the id)" : "")}.");
        var item = new EchoItem(
            id,
            fields["patient"] ?? FolderNames.Patient(id),
            Choice(fields, "view", FolderNames.Views) ?? FolderNames.View(id),
            Choice(fields, "phase", FolderNames.Phases) ?? FolderNames.Phase(id),
            Choice(fields, "split", FolderNames.Splits) ?? DatasetSplit.Unassigned,
            image,
            mask,
            Frame(fields));
        if (_splits.TryGetValue(item.PatientId, out var first) && first.Split != item.Split)
            throw Bad("split", $"{item.Split} for patient \"{item.PatientId}\", who is for {first.Split} in line {first.Line}; a patient belongs to one split.");
        _splits.TryAdd(item.PatientId, (item.Split, _line));
        if (Spacing(fields) is { } spacing)
            Spacings.Add(id, spacing);
        if (fields["domain"] is { } domain)
            Domains[image] = domain;
        if (fields["patient"] is null && item.PatientId == id)
            _withoutPatient++;
        Items.Add(item);
    }

    private string? Existing(ManifestFields fields, string field, string? other = null)
    {
        var name = fields[field] ?? (other is null ? null : fields[other]);
        if (name is null)
            throw Bad(field, $"the field is missing; each line needs image (or file) and mask. This line has {fields.Names}.");
        var full = DatasetFiles.Inside(_folder, name, _real, out var problem) ?? throw Bad(field, problem);
        if (EchoFile.ExtensionOf(full) is null)
            throw Bad(field, $"\"{name}\": the extension is none of {string.Join(", ", EchoFile.Extensions)}.");
        if (File.Exists(full))
            return full;
        if (!skipIncomplete)
            throw Bad(field, $"\"{name}\" does not exist.");
        Skipped.Add(new SkippedItem(fields["id"] ?? name, $"{path}: line {_line}: {field}: \"{name}\" does not exist."));
        return null;
    }

    private T? Choice<T>(ManifestFields fields, string field, IReadOnlyDictionary<string, T> names) where T : struct =>
        fields[field] is not { } text ? null
        : names.TryGetValue(text, out var value) ? value
        : throw Bad(field, $"\"{DatasetFiles.Printable(text)}\"; it must be one of {string.Join(", ", names.Keys)}.");

    private int Frame(ManifestFields fields) =>
        fields["frame"] is not { } text ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var frame) ? frame
        : throw Bad("frame", $"\"{DatasetFiles.Printable(text)}\"; it must be a whole number, 0 for the first frame.");

    private PixelSpacing? Spacing(ManifestFields fields)
    {
        var (x, y) = (Millimetres(fields, "spacing_x"), Millimetres(fields, "spacing_y"));
        if (x is null != y is null)
            throw Bad(x is null ? "spacing_x" : "spacing_y", "the field is missing; spacing_x and spacing_y go together.");
        return x is { } across && y is { } down ? new PixelSpacing(across, down) : null;
    }

    private double? Millimetres(ManifestFields fields, string field) =>
        fields[field] is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value > 0 ? value
        : throw Bad(field, $"\"{DatasetFiles.Printable(text)}\"; it must be a positive number of mm.");

    private EchoFormatException Bad(string? field, string problem) => ManifestFields.Bad(path, _line, field, problem);

    private static string Stem(string image) => Path.GetFileName(image)[..^EchoFile.ExtensionOf(image)!.Length];
}
