using System.CommandLine;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth merge: the shards of a synthetic data set become one.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var data = Shared.Folder("--data", "The folder into which all shards were made.");
        var command = new Command("merge", "Check that all shards of a synthetic data set are there and unchanged, join their manifests, and write its card.") { data };
        command.SetAction((parsed, cancellation) =>
        {
            var folder = parsed.GetRequiredValue(data);
            var images = Stages.Run("checking", "images", stage => SyntheticDataset.Merge(folder, SetWriting.Progress(stage), cancellation));
            Console.WriteLine($"{Texts.Count(images, "image")} in {folder}, all as they were made; manifest.jsonl and README.md are of the whole set.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
