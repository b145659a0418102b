using System.CommandLine;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth evaluate: how close synthetic images are to the real ones of the same masks.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var real = Shared.Folder("--real", "Data set of real images with their masks.");
        var synthetic = Shared.Folder("--synthetic", "Synthetic images with masks, as 'generate' writes them: <id>_s<seed>.png belongs to the real image <id>.");
        var json = new Option<string?>("--json") { Description = "Write the figures there, too: {\"fidelity\": …}.", HelpName = "FILE" };
        var command = new Command("evaluate", "Compare synthetic images with real ones of the same masks: errors, structural similarity, texture, spectrum.") { real, synthetic, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetRequiredValue(real), parsed.GetRequiredValue(synthetic), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string realFolder, string syntheticFolder, string? json, CancellationToken cancellation)
    {
        if (json is not null)
            Writable.File(json);
        var pairing = new Pairing(EchoDatasets.Open(realFolder), EchoDatasets.Open(syntheticFolder), SyntheticDatasetDescription.TryRead(syntheticFolder));
        if (pairing.Unmatched.Count > 0)
            Console.Error.WriteLine($"note: {Texts.Count(pairing.Unmatched.Count, "synthetic image")} without a real partner left out: {string.Join(", ", pairing.Unmatched.Take(5))}{(pairing.Unmatched.Count > 5 ? ", …" : "")}");
        var figures = new Fidelity();
        Stages.Run("comparing", "pairs", stage =>
        {
            var done = 0;
            foreach (var (_, real, synthetic, mask) in pairing.Load())
            {
                cancellation.ThrowIfCancellationRequested();
                figures.Add(real, synthetic, mask);
                stage.Report(++done, pairing.Count);
            }
        });
        figures.Print(Console.Out);
        if (json is not null)
            JsonFile.Write(json, new { fidelity = figures.ToJson() });
        return ExitCode.Done;
    }
}
