using System.CommandLine;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth inspect: what a data set holds, before anything is trained on it.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var data = Shared.Folder("--data", "Folder of a data set.");
        var source = new DatasetArguments();
        var json = new Option<string?>("--json") { Description = "File for the figures as JSON.", HelpName = "FILE" };
        var limit = new Option<int?>("--limit") { Description = "Load only N items, spread over the set; names are counted of all.", HelpName = "N" }.Between(1, int.MaxValue);

        var command = new Command("inspect", "Tell what a data set holds: items, patients, sizes, spacing, labels, what is left out and what cannot be read. Exit code 1 where nothing can be read.") { data, json, limit };
        source.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetRequiredValue(data), source.Read(parsed), parsed.GetValue(json), parsed.GetValue(limit), cancellation)));
        return command;
    }

    public static int Run(string folder, EchoDatasetOptions options, string? json, int? limit, CancellationToken cancellation)
    {
        var dataset = EchoDatasets.Open(folder, options with { SkipIncomplete = true }); // what is incomplete is what one looks for
        var found = Stages.Run("inspecting", "items", stage => dataset.Inspect(
            new InspectOptions { Limit = limit },
            new DirectProgress<InspectProgress>(p => stage.Report(p.Done, p.Total, Texts.RateAndRest(p.PerSecond, p.Remaining))),
            cancellation));
        if (json is not null)
            JsonFile.Write(json, InspectReport.Json(found));
        if (found.Loaded == 0)
            throw new CommandException($"{folder}: none of {Texts.Count(found.Failed.Count, "item")} can be read: {(found.Failed.Count > 0 ? found.Failed[0].Reason : "the data set is empty")}");
        InspectReport.Print(found, Console.Out);
        return ExitCode.Done;
    }
}
