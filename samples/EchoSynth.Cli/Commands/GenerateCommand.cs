using System.CommandLine;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Work;
using EchoSynth.Sampling;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth generate: images from masks.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var model = Shared.Folder("--model", "Model folder.");
        var masks = Shared.Folder("--masks", "Where the masks are: a data set that 'inspect' knows, or a folder of masks alone.");
        var method = new Option<string>("--method") { Description = "How images are drawn: posterior for an adversarially trained model, ddpm or ddim for a pure diffusion model; default: posterior or ddpm." }
            .OneOf("posterior", "ddpm", "ddim");
        var steps = new Option<int?>("--sampling-steps") { Description = "Steps of ddpm and ddim, spread over those of the model's schedule; default: all.", HelpName = "N" }.Between(1, 10_000);
        var eta = new Option<double?>("--eta") { Description = "Noise that ddim adds, 0…1; 1 is as much as ddpm. Default: 0.", HelpName = "X" }.Between(0.0, 1.0);
        var domains = new Option<string?>("--domains") { Description = "Draw each mask in its own look: scanner for those of a phantom data set, manifest for those that the masks' manifest names, or a CSV file with the columns patient and domain.", HelpName = "scanner|manifest|FILE" };
        var source = new DatasetArguments("--from");
        var set = new SetArguments();

        var command = new Command("generate", "Draw synthetic images for masks, as a data set. Where the masks' data set has images, each keeps its own ultrasound sector; else the model's usual one is used.") { model, masks };
        source.AddTo(command);
        set.AddTo(command);
        command.Add(method);
        command.Add(steps);
        command.Add(eta);
        command.Add(domains);
        command.SetAction((parsed, cancellation) =>
        {
            var part = set.Shards.Read(parsed);
            Threads.Apply(parsed.GetValue(set.Threads));
            using var loaded = EchoModel.Load(parsed.GetRequiredValue(model), Devices.Parse(parsed.GetRequiredValue(set.Device)));
            var reading = source.Read(parsed);
            var sources = MaskSources.Open(loaded, parsed.GetRequiredValue(masks), parsed.GetRequiredValue(set.Split), reading);
            if (parsed.GetValue(domains) is { } looks)
                sources = [.. sources.Zip(DomainSource.Assign(looks, [.. sources.Select(s => s.Item)], parsed.GetRequiredValue(masks)), (s, item) => s with { Item = item })];
            var options = set.Read(parsed, part, "Synthetic echocardiograms", reading, sampling: new SamplerOptions
            {
                Method = parsed.GetValue(method) is { } name ? Enum.Parse<SamplingMethod>(name, ignoreCase: true) : null,
                SamplingSteps = parsed.GetValue(steps),
                Eta = parsed.GetValue(eta) ?? 0,
            });
            var folder = parsed.GetRequiredValue(set.Output);
            SetWriting.Tell(SetWriting.Run("generating", loaded, sources, folder, options, cancellation), folder, options.Shard);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
