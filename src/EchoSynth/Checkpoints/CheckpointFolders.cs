using System.Globalization;
using System.Security.Cryptography;
using EchoSynth.Imaging;
using EchoSynth.Telemetry;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Checkpoints;

/// <summary>
/// The folders training/step-N of a model folder. While one is written, or removed, its name ends in .tmp; state.json, with the checksums of the others, and its own in
/// state.sha256 are written last.
/// So a process may be killed at any moment: a folder under its final name is whole, and one that ends in .tmp is whole exactly if its checksums say so.
/// </summary>
internal static partial class CheckpointFolders
{
    private const string Prefix = "step-", Unfinished = ".tmp", StateFile = "state.json", SealFile = "state.sha256";

    public static string Name(long step) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D9}");

    /// <summary>Where the checkpoint of a step is written before it gets its name.</summary>
    public static string UnfinishedName(long step) => Name(step) + Unfinished;

    public static IReadOnlyDictionary<string, string> Checksums(string folder) =>
        Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileName(f), Checksum);

    /// <summary>Writes the checksum of state.json, which makes the checkpoint whole.</summary>
    public static void Seal(string folder) =>
        AtomicFile.Write(Path.Combine(folder, SealFile), stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(Checksum(Path.Combine(folder, StateFile)))));

    public static bool Any(string folder) => All(folder).Length > 0;

    /// <summary>The newest checkpoint whose files are whole; damaged ones are passed over with a warning.</summary>
    public static (string Folder, SavedState State)? Newest(string folder, ILogger logger)
    {
        // In the order of names, step-N.tmp comes after step-N: if it is whole, it is what was to replace the other.
        foreach (var candidate in All(folder).Concat(AllUnfinished(folder)).OrderDescending(StringComparer.Ordinal))
        {
            try
            {
                return (candidate, Read(candidate));
            }
            catch (ModelFormatException e)
            {
                if (!IsUnfinished(candidate))
                    LogDamaged(logger, candidate, e.Message);
            }
        }
        return null;
    }

    /// <summary>Gives a checkpoint that was written its name; a former one of that name, damaged or the same again, goes.</summary>
    public static void Finish(string unfinished)
    {
        var final = unfinished[..^Unfinished.Length];
        if (Directory.Exists(final))
            Directory.Delete(final, recursive: true);
        Directory.Move(unfinished, final);
    }

    /// <summary>Removes what killed processes left half written or half removed.</summary>
    /// <param name="folder">training/</param>
    /// <param name="finish">Whether a checkpoint that lacks nothing but its name gets it, and is not removed.</param>
    public static void Tidy(string folder, bool finish)
    {
        foreach (var unfinished in AllUnfinished(folder))
        {
            if (finish && IsWhole(unfinished))
                Finish(unfinished);
            else
                Directory.Delete(unfinished, recursive: true);
        }
    }

    /// <summary>Keeps the newest.</summary>
    public static void RemoveOldest(string folder, int keep)
    {
        foreach (var old in All(folder).SkipLast(keep))
            Remove(old);
    }

    /// <summary>Removes checkpoints of steps that the training, resumed or rolled back to an earlier one, has not come to: damaged ones, or of a course it left.</summary>
    public static void RemoveLater(string folder, long step)
    {
        foreach (var later in All(folder).Where(d => string.CompareOrdinal(Path.GetFileName(d), Name(step)) > 0))
            Remove(later);
    }

    /// <summary>Removes a checkpoint; it loses its name first, so that half of one is never taken for a whole.</summary>
    private static void Remove(string checkpoint)
    {
        var unfinished = checkpoint + Unfinished;
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.Move(checkpoint, unfinished);
        Directory.Delete(unfinished, recursive: true);
    }

    /// <exception cref="ModelFormatException">A file is missing or damaged.</exception>
    private static SavedState Read(string checkpoint)
    {
        try
        {
            var path = Path.Combine(checkpoint, StateFile);
            var state = ConfigJson.Read<SavedState>(path);
            var seal = Path.Combine(checkpoint, SealFile);
            if (!File.Exists(seal) || ReadSeal(seal) != Checksum(path))
                throw new ModelFormatException(path, $"does not have the checksum in {SealFile}.");
            foreach (var (name, checksum) in state.Checksums)
            {
                var file = ModelFile.Beside(checkpoint, path, name);
                if (!File.Exists(file) || Checksum(file) != checksum)
                    throw new ModelFormatException(file, "is missing or does not have the checksum it was written with.");
            }
            if (state.Step < 0)
                throw new ModelFormatException(path, $"\"step\" is {state.Step}; it must be 0 or more.");
            return state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(checkpoint, $"cannot be read: {e.Message}", e);
        }
    }

    private static bool IsWhole(string checkpoint)
    {
        try
        {
            _ = Read(checkpoint);
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private static bool IsUnfinished(string folder) => folder.EndsWith(Unfinished, StringComparison.Ordinal);

    private static string[] All(string folder) => Folders(folder, d => IsStep(Path.GetFileName(d)));

    private static string[] AllUnfinished(string folder) => Folders(folder, d => IsUnfinished(d) && IsStep(Path.GetFileName(d)[..^Unfinished.Length]));

    private static bool IsStep(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>In the order of their steps.</summary>
    private static string[] Folders(string folder, Func<string, bool> which) =>
        Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Where(which).Order(StringComparer.Ordinal)] : [];

    private static string ReadSeal(string file)
    {
        using var stream = ModelFile.Open(file, "a checksum is needed", longest: 1024);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Trim();
    }

    private static string Checksum(string file)
    {
        using var stream = ModelFile.Open(file, "a regular file is needed");
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    [LoggerMessage(EchoSynthEvents.CheckpointDamaged, LogLevel.Warning, "Checkpoint {Folder} is damaged and passed over: {Problem}")]
    private static partial void LogDamaged(ILogger logger, string folder, string problem);
}
