using System.Text.Json;
using EchoSynth.Imaging;

namespace EchoSynth.Synthesis;

/// <summary>Joins the shards of a set, line by line: no manifest is held in memory.</summary>
internal static class SynthesisMerge
{
    public static long Run(string folder, SyntheticDatasetInfo info, IProgress<SyntheticDatasetProgress>? progress, CancellationToken cancellation)
    {
        var shards = Shards(folder);
        var start = TimeProvider.System.GetTimestamp();
        var options = JsonSerializer.Serialize(info.Options);
        var damage = new SynthesisDamage(folder, shards[0].Count);
        long next = 0, images = 0;
        foreach (var entry in Joined(folder, shards, SynthesisManifest.PathOf, SynthesisManifest.SkippedPathOf))
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Index != next)
                throw Bad(folder, entry.Index < next ? $"image number {entry.Index} is listed twice." : $"image number {next} of {info.Count} is missing (shard {next % shards[0].Count + 1} of {shards[0].Count}); make that shard again.");
            if (entry.Model != info.Model.Hash || entry.Seed != SyntheticDataset.SeedOf(info.Seed, entry.Id, entry.Index / info.Masks) || JsonSerializer.Serialize(entry.Options) != options)
                throw Bad(folder, $"image number {entry.Index} is of another set than dataset.json describes (its model, seed or options); make shard {next % shards[0].Count + 1} of {shards[0].Count} again.");
            next++;
            if (entry.Skipped is not null)
                continue;
            damage.Check(entry.Index, entry.File, entry.Sha256);
            damage.Check(entry.Index, entry.Mask, entry.MaskSha256);
            images++;
            var rate = next / Math.Max(1e-9, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            progress?.Report(new SyntheticDatasetProgress(next, info.Count, rate, TimeSpan.FromSeconds((info.Count - next) / rate)));
        }
        damage.Tell();
        if (next != info.Count)
            throw Bad(folder, $"{next} of {info.Count} images are there; the first that is missing is number {next} (shard {next % shards[0].Count + 1} of {shards[0].Count}).");
        if (!shards[0].IsWhole)
        {
            SynthesisManifest.Write(SynthesisManifest.SkippedPathOf(folder, Shard.Whole), Joined(folder, shards, SynthesisManifest.SkippedPathOf));
            // The last: once it is there, the shards' own are of no account.
            SynthesisManifest.Write(SynthesisManifest.PathOf(folder, Shard.Whole), Joined(folder, shards, SynthesisManifest.PathOf));
        }
        SynthesisCompletion.Write(folder, info);
        foreach (var file in Directory.GetFiles(folder, "manifest-*-of-*.jsonl").Concat(Directory.GetFiles(folder, "skipped-*-of-*.jsonl")))
            File.Delete(file);
        return images;
    }

    private static Shard[] Shards(string folder)
    {
        // Once the manifests were joined, what is left of the shards' own is of no account.
        if (File.Exists(SynthesisManifest.PathOf(folder, Shard.Whole)))
            return [Shard.Whole];
        var found = SynthesisManifest.Finished(folder);
        if (found.Length == 0)
        {
            throw Bad(folder, "there are no finished shards (manifest-i-of-n.jsonl); make them with a shard each, then join them.");
        }
        var counts = found.Select(f => f.Count).Distinct().ToArray();
        if (counts.Length > 1)
            throw Bad(folder, $"there are shards of {string.Join(" and of ", counts)} parts; remove the manifests of one of them.");
        var missing = Enumerable.Range(1, counts[0]).Except(found.Select(f => f.Index)).ToArray();
        if (missing.Length > 0)
            throw Bad(folder, $"{(missing.Length == 1 ? "shard" : "shards")} {string.Join(", ", missing.Take(20))}{(missing.Length > 20 ? ", …" : "")} of {counts[0]} {(missing.Length == 1 ? "is" : "are")} missing or not finished; run the same command with that shard.");
        return found;
    }

    /// <summary>The entries of several files that are each in order, in order.</summary>
    private static IEnumerable<SynthesisEntry> Joined(string folder, Shard[] shards, params Func<string, Shard, string>[] paths)
    {
        var queue = new PriorityQueue<IEnumerator<SynthesisEntry>, long>();
        var all = shards.SelectMany(s => paths.Select(p => SynthesisManifest.Read(p(folder, s)).GetEnumerator())).ToArray();
        try
        {
            foreach (var lines in all)
            {
                if (lines.MoveNext())
                    queue.Enqueue(lines, lines.Current.Index);
            }
            while (queue.TryDequeue(out var lines, out _))
            {
                yield return lines.Current;
                if (lines.MoveNext())
                    queue.Enqueue(lines, lines.Current.Index);
            }
        }
        finally
        {
            foreach (var lines in all)
                lines.Dispose();
        }
    }

    private static EchoFormatException Bad(string folder, string problem) => new(folder, "manifest", problem);
}
