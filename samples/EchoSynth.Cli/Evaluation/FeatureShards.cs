using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Features;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Evaluation;

/// <summary>Features of an evaluation's images, extracted in parts: a folder for each in the cache, with shard.json when it is done, until they are joined; joined.json then says of what.</summary>
internal static partial class FeatureShards
{
    private const string DoneFile = "shard.json", JoinedFile = "joined.json";

    /// <summary>Where a shard's features are: in the cache itself where there is but one.</summary>
    public static string Folder(string cache, Shard shard) => shard.IsWhole ? cache : Path.Combine(cache, $"features{shard.Suffix}");

    /// <summary>Whether the shards of this evaluation were joined, so that nothing is left to extract.</summary>
    public static bool IsJoined(string cache, Shard shard, SortedDictionary<string, string> facts) => !shard.IsWhole && Joined(cache) is { } joined && Difference(joined.Facts, facts) is null;

    /// <summary>Refuses a shard that another division, or another evaluation, has finished there.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="shard">What is to be done.</param>
    /// <param name="facts">What it depends on.</param>
    public static void Begin(string cache, Shard shard, SortedDictionary<string, string> facts)
    {
        foreach (var (other, done) in Finished(cache))
        {
            if (other.Count != shard.Count)
                throw new CommandException($"{Folder(cache, other)}: shard {other} is finished there; go on with shards of {other.Count}, or take another --cache.");
            if (Difference(done.Facts, facts) is { } difference)
                throw new CommandException($"{Folder(cache, other)}: shard {other} is finished there for another evaluation ({difference}); take another --cache.");
        }
    }

    /// <summary>Notes that a shard is done, with the checksums of its files.</summary>
    public static void End(string cache, Shard shard, SortedDictionary<string, string> facts, long images)
    {
        if (shard.IsWhole)
            return;
        var folder = Folder(cache, shard);
        var files = new SortedDictionary<string, string>(Directory.GetFiles(folder, "*.features").ToDictionary(f => Path.GetFileName(f), Hash), StringComparer.Ordinal);
        JsonFile.Write(Path.Combine(folder, DoneFile), new Done(images, facts, files));
    }

    public static bool AreIn(string cache) => File.Exists(Path.Combine(cache, JoinedFile)) || AnyFolder(cache);

    /// <summary>Joins the shards: all must be there, of one evaluation, unchanged, and together have all images.</summary>
    /// <returns>Images, and rows that were added: none where all were joined before.</returns>
    public static (long Images, long Rows) Join(string cache, CancellationToken cancellation)
    {
        var finished = Finished(cache);
        if (Joined(cache) is { } joined && (finished.Length > 0 || !AnyFolder(cache)) && finished.All(f => Difference(joined.Facts, f.Done.Facts) is null))
        {
            // A joining that was interrupted after it may have left some of the shards.
            Remove(cache, finished);
            return (joined.Images, 0);
        }
        if (finished.Length == 0)
            throw new CommandException($"{cache}: no shard of its features is finished.");
        var count = finished[0].Shard.Count;
        Begin(cache, finished[0].Shard, finished[0].Done.Facts);
        var missing = Enumerable.Range(1, count).Except(finished.Select(f => f.Shard.Index)).ToArray();
        if (missing.Length > 0)
            throw new CommandException($"{cache}: {(missing.Length == 1 ? "shard" : "shards")} {string.Join(", ", missing.Take(20))}{(missing.Length > 20 ? ", …" : "")} of {count} {(missing.Length == 1 ? "is" : "are")} missing or not finished; run the same command with that shard.");
        foreach (var (shard, done) in finished)
        {
            foreach (var (name, hash) in done.Files)
            {
                var file = Path.Combine(Folder(cache, shard), name);
                if (!File.Exists(file) || Hash(file) != hash)
                    throw new CommandException($"{file}: {(File.Exists(file) ? "the file is not the one that was made (its SHA-256 differs)" : "the file is gone")}; remove {Folder(cache, shard)} and run the command of shard {shard} again.");
            }
        }
        var (images, total) = (finished.Sum(f => f.Done.Images), long.Parse(finished[0].Done.Facts["images"], CultureInfo.InvariantCulture));
        if (images != total)
            throw new CommandException($"{cache}: the shards have {images} images, the evaluation {total}.");
        var rows = FeatureCache.Merge(cache, finished.Select(f => Folder(cache, f.Shard)), cancellation);
        JsonFile.Write(Path.Combine(cache, JoinedFile), new Done(images, finished[0].Done.Facts, []));
        Remove(cache, finished);
        return (images, rows);
    }

    private static void Remove(string cache, (Shard Shard, Done Done)[] finished)
    {
        foreach (var folder in finished.Select(f => Folder(cache, f.Shard)))
        {
            // shard.json last: what is left of a folder without it would be nobody's.
            foreach (var file in Directory.GetFiles(folder, "*.features"))
                File.Delete(file);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool AnyFolder(string cache) => Directory.Exists(cache) && Directory.EnumerateDirectories(cache, "features-*-of-*").Any(d => Name().IsMatch(Path.GetFileName(d)));

    private static Done? Joined(string cache) => File.Exists(Path.Combine(cache, JoinedFile)) ? Read(cache, JoinedFile, "remove it and run the commands of all shards again") : null;

    private static (Shard Shard, Done Done)[] Finished(string cache) => !Directory.Exists(cache) ? [] :
        [.. Directory.EnumerateDirectories(cache, "features-*-of-*").Select(d => (Folder: d, Match: Name().Match(Path.GetFileName(d)))).Where(d => d.Match.Success && File.Exists(Path.Combine(d.Folder, DoneFile)))
            .Select(d => (Shard: Shard.Parse($"{d.Match.Groups[1].Value}/{d.Match.Groups[2].Value}"), d.Folder)).Where(d => d.Shard is not null).Select(d => (d.Shard!, Read(d.Folder, DoneFile, $"remove {d.Folder} and run its command again"))).OrderBy(d => d.Item1.Index)];

    private static Done Read(string folder, string name, string mend)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return JsonSerializer.Deserialize<Done>(File.ReadAllText(path)) is { Facts: { } facts, Files: not null } done && facts.ContainsKey("images") ? done : throw new JsonException("a field is missing");
        }
        catch (JsonException e)
        {
            throw new CommandException($"{path}: is damaged ({e.Message}); {mend}.", e);
        }
    }

    private static string? Difference(SortedDictionary<string, string> there, SortedDictionary<string, string> here) =>
        there.Keys.Union(here.Keys).Where(k => there.GetValueOrDefault(k) != here.GetValueOrDefault(k)).Select(k => $"{k}: {there.GetValueOrDefault(k) ?? "none"} there and {here.GetValueOrDefault(k) ?? "none"} here").FirstOrDefault();

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    [GeneratedRegex("^features-([0-9]{1,9})-of-([0-9]{1,9})$")]
    private static partial Regex Name();

    private sealed record Done(long Images, SortedDictionary<string, string> Facts, SortedDictionary<string, string> Files);
}
