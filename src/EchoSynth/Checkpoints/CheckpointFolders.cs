using System.Globalization;
using System.Security.Cryptography;
using EchoSynth.Checkpoints;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Checkpoints;

/// <summary>The folders training/step-N of a model folder.</summary>
internal static partial class CheckpointFolders
{
    private const string Prefix = "step-";

    public static string Name(long step) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D9}");

    public static IReadOnlyDictionary<string, string> Checksums(string folder) =>
        Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileName(f), Checksum);

    public static bool Any(string folder) => All(folder).Any();

    /// <summary>The newest checkpoint whose files are whole; damaged ones are passed over with a warning.</summary>
    public static (string Folder, SavedState State)? Newest(string folder, ILogger logger)
    {
        foreach (var candidate in All(folder).Reverse())
        {
            try
            {
                var state = ConfigJson.Read<SavedState>(Path.Combine(candidate, "state.json"));
                foreach (var (name, checksum) in state.Checksums)
                {
                    var file = Path.Combine(candidate, name);
                    if (!File.Exists(file) || Checksum(file) != checksum)
                        throw new ModelFormatException(file, "is missing or does not have the checksum it was written with.");
                }
                return (candidate, state);
            }
            catch (ModelFormatException e)
            {
                LogDamaged(logger, candidate, e.Message);
            }
        }
        return null;
    }

    public static void RemoveOldest(string folder, int keep)
    {
        foreach (var old in All(folder).SkipLast(keep))
            Directory.Delete(old, recursive: true);
    }

    private static IEnumerable<string> All(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder, Prefix + "*")
            .Where(d => long.TryParse(Path.GetFileName(d)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Order(StringComparer.Ordinal)
        : [];

    private static string Checksum(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    [LoggerMessage(1003, LogLevel.Warning, "Checkpoint {Folder} is damaged and passed over: {Problem}")]
    private static partial void LogDamaged(ILogger logger, string folder, string problem);
}
