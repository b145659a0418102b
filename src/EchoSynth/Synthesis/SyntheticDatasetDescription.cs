using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Synthesis;

/// <summary>What is needed to set the images of a synthetic data set beside the recordings that their masks are from.</summary>
public sealed class SyntheticDatasetDescription
{
    private SyntheticDatasetDescription(FramingOptions framing, SynthesisGrid grid, IReadOnlyDictionary<string, string> sourceIds) =>
        (Framing, Grid, SourceIds) = (framing, grid, sourceIds);

    /// <summary>How the model framed recordings.</summary>
    public FramingOptions Framing { get; }

    /// <summary>The pixels that images are on: with <see cref="SynthesisGrid.Source"/> those of the recordings themselves.</summary>
    public SynthesisGrid Grid { get; }

    /// <summary>From an image file's full path to the id of the mask, in its own data set, that it was made from.</summary>
    public IReadOnlyDictionary<string, string> SourceIds { get; }

    /// <summary>Reads dataset.json and the manifest.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Null where the folder has no dataset.json: it was not made by this library.</returns>
    /// <exception cref="EchoFormatException">dataset.json is damaged.</exception>
    public static SyntheticDatasetDescription? TryRead(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!File.Exists(Path.Combine(folder, SyntheticDatasetInfo.FileName)))
            return null;
        var info = SyntheticDatasetInfo.Read(folder);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Directory.EnumerateFiles(folder, "manifest*.jsonl").SelectMany(SynthesisManifest.Read))
        {
            if (entry.File is { } file)
                ids[Path.GetFullPath(Path.Combine(folder, file))] = entry.Id;
        }
        var grid = info.Options.TryGetValue("grid", out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == "source" ? SynthesisGrid.Source : SynthesisGrid.Model;
        return new SyntheticDatasetDescription(info.Model.Framing, grid, ids);
    }
}
