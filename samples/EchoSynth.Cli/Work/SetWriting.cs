using EchoSynth.Checkpoints;
using EchoSynth.Cli.Terminal;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Work;

/// <summary>Writes a synthetic data set with its progress shown.</summary>
internal static class SetWriting
{
    private const int SkippedShown = 3;

    public static SyntheticDatasetResult Run(string title, EchoModel model, IReadOnlyList<SynthesisSource> sources, string folder, SyntheticDatasetOptions options, CancellationToken cancellation)
    {
        Writable.Folder(folder);
        var fresh = Writable.FirstMissing(folder);
        try
        {
            return Stages.Run(title, "images", stage => SyntheticDataset.Write(model, sources, folder, options, Progress(stage), cancellation));
        }
        catch (OperationCanceledException e) when (Directory.Exists(folder))
        {
            Console.WriteLine($"stopped; what was made is in {folder}, and the same command goes on with it");
            throw new StoppedException(e);
        }
        catch
        {
            // What fails before its first image leaves nothing.
            Writable.RemoveEmpty(folder, fresh);
            throw;
        }
    }

    public static void Tell(SyntheticDatasetResult result, string folder, Shard shard)
    {
        Console.WriteLine($"{Texts.Count(result.Made, "image")} written to {folder}{(result.Kept > 0 ? $", {result.Kept} were there already" : "")}");
        if (result.Skipped.Count > 0)
        {
            Console.Error.WriteLine($"warning: {Texts.Count(result.Skipped.Count, "image")} could not be made (skipped{shard.Suffix}.jsonl):");
            foreach (var reason in result.Skipped.Take(SkippedShown))
                Console.Error.WriteLine($"  {reason}");
            if (result.Skipped.Count > SkippedShown)
                Console.Error.WriteLine("  …");
        }
        if (!shard.IsWhole)
            Console.WriteLine($"Shard {shard} is done; 'merge --data {folder}' joins them when all are.");
    }

    public static IProgress<SyntheticDatasetProgress> Progress(IStage stage) =>
        new DirectProgress<SyntheticDatasetProgress>(p => stage.Report(p.Done, p.Total, Texts.RateAndRest(p.ImagesPerSecond, p.Remaining)));
}
