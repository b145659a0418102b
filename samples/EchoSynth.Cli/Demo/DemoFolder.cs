namespace EchoSynth.Cli.Demo;

/// <summary>The folder that the demo leaves; what an earlier demo left there is replaced, anything else is not touched.</summary>
internal sealed class DemoFolder
{
    private const string Marker = ".echosynth-demo";

    public DemoFolder(string root)
    {
        Root = root;
        try
        {
            Directory.CreateDirectory(root);
            var marker = Path.Combine(root, Marker);
            if (!File.Exists(marker) && Directory.EnumerateFileSystemEntries(root).Any())
                throw new CommandException($"{root}: is not empty and holds no earlier demo. Name a new or an empty folder with --out.");
            File.WriteAllText(marker, "This folder belongs to 'echosynth demo', which replaces what it holds.\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{root}: cannot be written: {e.Message}", e);
        }
    }

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string Model => Path.Combine(Root, "model");

    public string Synthetic => Path.Combine(Root, "synthetic");

    public string ContactSheet => Path.Combine(Root, "contact-sheet.png");

    public string LossChart => Path.Combine(Root, "loss.svg");

    public string Metrics => Path.Combine(Root, "metrics.json");

    /// <summary>Takes away the results of an earlier demo, but not its phantoms: they may be the same.</summary>
    public void Clear()
    {
        foreach (var folder in new[] { Model, Synthetic }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
        foreach (var file in new[] { ContactSheet, LossChart, Metrics })
            File.Delete(file);
    }
}
