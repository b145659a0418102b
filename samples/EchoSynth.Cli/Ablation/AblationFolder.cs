using System.Text.Json;
using EchoSynth.Cli.Work;

namespace EchoSynth.Cli.Ablation;

/// <summary>The folder that an ablation leaves: a model folder per variant, their images, and the results. It belongs to one set of options.</summary>
internal sealed class AblationFolder
{
    private const string Settings = "ablation-options.json";
    private readonly string _root;

    /// <param name="root">The folder; new, empty, or of an ablation with the same options.</param>
    /// <param name="options">Everything that the trained weights depend on, by the name people know it by.</param>
    public AblationFolder(string root, IReadOnlyDictionary<string, string> options)
    {
        _root = root;
        Writable.Folder(root);
        var path = Path.Combine(root, Settings);
        if (File.Exists(path))
        {
            Compare(path, options);
            return;
        }
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            throw new CommandException($"{root}: is not empty and holds no ablation. Name a new or an empty folder with --out.");
        JsonFile.Write(path, options);
    }

    public string Table => Path.Combine(_root, "ablation.md");

    public string Figures => Path.Combine(_root, "ablation.json");

    public string Sheet => Path.Combine(_root, "ablation.png");

    public string Model(AblationVariant variant) => Path.Combine(_root, variant.Name);

    public string Images(AblationRow row) => Path.Combine(Model(row.Variant), "images", row.Name);

    private static void Compare(string path, IReadOnlyDictionary<string, string> options)
    {
        Dictionary<string, string> begun;
        try
        {
            begun = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException e)
        {
            throw new CommandException($"{path}: is damaged ({e.Message}). Begin anew in another folder.", e);
        }
        string[] different = [.. options.Where(o => begun.GetValueOrDefault(o.Key) != o.Value).Select(o => $"{o.Key} was {begun.GetValueOrDefault(o.Key) ?? "not there"}, now is {o.Value}")];
        if (different.Length > 0)
            throw new CommandException($"{path}: this ablation was begun with other options: {string.Join("; ", different)}. Go on with the same ones, or begin anew in another folder.");
    }
}
