using System.CommandLine;
using EchoSynth.Cli.Evaluation;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth merge: the shards of a synthetic data set become one.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var data = Shared.Folder("--data", "The folder into which all shards were made: a data set, or the cache of 'evaluate --features-only'.");
        var command = new Command("merge", "Check that all shards of a synthetic data set are there and unchanged, join their manifests, and write its card; or join the features of an evaluation.") { data };
        command.SetAction((parsed, cancellation) =>
        {
            var folder = parsed.GetRequiredValue(data);
            if (FeatureShards.AreIn(folder))
            {
                var (described, rows) = FeatureShards.Join(folder, cancellation);
                Console.WriteLine($"features of {Texts.Count(described, "image")} in {folder}, all as they were made; {Texts.Count(rows, "row")} added to those that were there.");
                return Task.FromResult(ExitCode.Done);
            }
            var images = Stages.Run("checking", "images", stage => SyntheticDataset.Merge(folder, SetWriting.Progress(stage), cancellation));
            Console.WriteLine($"{Texts.Count(images, "image")} in {folder}, all as they were made; manifest.jsonl and README.md are of the whole set.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
