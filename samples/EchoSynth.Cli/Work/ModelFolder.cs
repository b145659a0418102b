using System.Globalization;
using EchoSynth.Checkpoints;

namespace EchoSynth.Cli.Work;

/// <summary>What lies in a model folder.</summary>
internal static class ModelFolder
{
    /// <summary>Whether there is a model or a checkpoint; half of the first checkpoint, left by a killed process, is neither.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, "config.json"))
        || (Directory.Exists(Path.Combine(folder, "training")) && Directory.GetDirectories(Path.Combine(folder, "training"), "step-*").Any(d => !d.EndsWith(".tmp", StringComparison.Ordinal)));

    /// <summary>Fills what was not asked for with what the training was begun with.</summary>
    public static TrainingRequest Continue(string folder, TrainingRequest request)
    {
        if (!File.Exists(Path.Combine(folder, "config.json")))
            return request;
        using var model = EchoModel.Load(folder);
        var begun = model.Provenance;
        string? Begun(string key) => begun.GetValueOrDefault(key);
        long? Number(string key) => long.TryParse(Begun(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return request with
        {
            Preset = request.Preset ?? Begun("preset"),
            Images = request.Images ?? Number("images"),
            Batch = request.Batch ?? (int?)Number("batch"),
            Seed = request.Seed ?? Number("seed"),
        };
    }

    /// <summary>Better known before the data are read than after.</summary>
    public static void CheckWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{folder}: cannot be written: {e.Message}", e);
        }
    }
}
