using System.CommandLine;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth export: a model without its training, to pass on.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var model = Shared.Folder("--model", "Model folder.");
        var output = Shared.Folder("--out", "Folder to write: config.json, denoiser.safetensors, sector.png, shape models. New, or without a model.");
        var weights = new Option<string>("--weights") { Description = "f32 as they are, or f16: half the bytes, rounded to 11 bits.", DefaultValueFactory = _ => "f32" }.OneOf("f32", "f16");
        var command = new Command("export", "Copy a model without checkpoints and logs, to pass on; with --weights f16 in half the bytes.") { model, output, weights };
        command.SetAction((parsed, _) =>
        {
            var (source, target) = (parsed.GetRequiredValue(model), parsed.GetRequiredValue(output));
            if (ModelFolder.Exists(target))
                throw new CommandException($"{target}: there is a model already; name another folder.");
            using var loaded = EchoModel.Load(source);
            Writable.Folder(target);
            loaded.Save(target, parsed.GetValue(weights) == "f16" ? WeightFormat.Half : WeightFormat.Full);
            foreach (var shape in Directory.GetFiles(source, "shape_*.json"))
                File.Copy(shape, Path.Combine(target, Path.GetFileName(shape)), overwrite: true);
            Console.WriteLine($"model in {target}, {Texts.Count(Directory.GetFiles(target).Sum(f => new FileInfo(f).Length), "byte")}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
