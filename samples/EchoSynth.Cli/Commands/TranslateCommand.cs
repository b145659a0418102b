using System.CommandLine;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Translation;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth translate: recordings of one data set in the style of another.</summary>
internal static class TranslateCommand
{
    public static Command Create()
    {
        var model = Shared.Folder("--model", "Model folder: the style.");
        var source = new DatasetArguments("--from");
        var data = Shared.Folder("--data", "The source data set.");
        var strength = new Option<double?>("--strength") { Description = "How much is made anew, above 0 up to 1. 1 (default): from the masks alone. Below: from the source image, noised; with four steps 0.25 takes the last one alone.", HelpName = "X" }.Between(0.0001, 1.0);
        var missing = new Option<string>("--missing") { Description = "What to do where the source does not annotate a structure that the model was trained with: complete the masks by a shape model, keep them as they are, or refuse.", DefaultValueFactory = _ => "complete" }
            .OneOf("complete", "keep", "refuse");
        var shapes = new Option<string[]>("--shape") { Description = "Shape models for completing masks, one for each view, as 'anatomies --fit' writes them; default: those in the model folder.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var set = new SetArguments();
        var command = new Command("translate", "Draw the hearts of one data set in the style of another: the one that the model was trained on.") { model, data, strength, missing, shapes };
        source.AddTo(command);
        set.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var part = set.Shards.Read(parsed);
            Threads.Apply(parsed.GetValue(set.Threads));
            using var loaded = EchoModel.Load(parsed.GetRequiredValue(model), Devices.Parse(parsed.GetRequiredValue(set.Device)));
            var folder = parsed.GetRequiredValue(data);
            var reading = source.Read(parsed);
            var dataset = EchoDatasets.Open(folder, reading);
            DatasetArguments.TellNotes(dataset);
            var items = MaskSources.Chosen(dataset, parsed.GetRequiredValue(set.Split), folder);
            var completer = ShapeFiles.Completer(parsed.GetRequiredValue(model), parsed.GetRequiredValue(shapes));
            using var translator = new DomainTranslator(loaded, new DomainTranslatorOptions
            {
                Strength = parsed.GetValue(strength) ?? 1,
                Missing = Enum.Parse<MissingStructures>(parsed.GetRequiredValue(missing), ignoreCase: true),
                Completer = completer,
            });
            if (translator.MissingIn(dataset) is { Count: > 0 } lacking && parsed.GetRequiredValue(missing) == "complete" && completer is null)
                throw new CommandException($"{dataset.Name} annotates {string.Join(", ", dataset.Annotated)}; the model was trained with {string.Join(", ", lacking)}, too, and there are no shape models in its folder to complete masks by. Give --shape FILE ('anatomies --data DIR --fit FILE' makes one), or --missing keep.");
            var options = set.Read(parsed, part, $"{dataset.Name}, translated", reading, translator.Facts(dataset), parsed.GetValue(strength) ?? 1);
            var output = parsed.GetRequiredValue(set.Output);
            Console.WriteLine($"{Texts.Count(items.Count, "item")} of {dataset.Name}");
            SetWriting.Tell(SetWriting.Run("translating", loaded, translator.Sources(dataset, folder, items), output, options, cancellation), output, options.Shard);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
