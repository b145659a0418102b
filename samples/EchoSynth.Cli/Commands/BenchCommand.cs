using System.CommandLine;
using EchoSynth.Cli.Bench;
using EchoSynth.Sampling;
using EchoSynth.Tensors;
using EchoSynth.Training;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth bench: what this machine can do, and what the networks reach on it.</summary>
internal static class BenchCommand
{
    private static readonly string[] s_small = [.. ModelPreset.All.Select(p => p.Name).Where(n => n.StartsWith("small-", StringComparison.Ordinal))];

    public static Command Create()
    {
        var presets = new Option<string?>("--preset") { Description = $"Presets with commas between, of {string.Join(", ", ModelPreset.All.Select(p => p.Name))}; or all. Default: {string.Join(",", s_small)}.", HelpName = "NAME,…|all" };
        presets.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Names(text) is var names && names.FirstOrDefault(n => ModelPreset.All.All(p => p.Name != n)) is { } unknown)
                result.AddError($"--preset has '{unknown}'; there are {string.Join(", ", ModelPreset.All.Select(p => p.Name))}, and all.");
        });
        var model = new Option<string?>("--model") { Description = "Measure the model in this folder instead of presets; its training is not measured.", HelpName = "DIR" };
        var images = new Option<int>("--images") { Description = "Images timed of each network at most.", HelpName = "N", DefaultValueFactory = _ => 50 }.Between(1, 100_000);
        var seconds = new Option<int>("--seconds") { Description = "How long all of it may take, about; one image and two training steps are timed of each network in any case.", HelpName = "S", DefaultValueFactory = _ => 60 }.Between(1, 86_400);
        var json = new Option<string?>("--json") { Description = "Write the figures there, for programs; - for standard output, which then has nothing else.", HelpName = "FILE|-" };
        var precision = new Option<string>("--precision") { Description = "What the networks draw images in; bf16 needs a device that has it. Training steps keep their preset's.", DefaultValueFactory = _ => "full" }.OneOf("full", "bf16");
        var batch = new Option<int?>("--batch") { Description = "Images that go through the network together on CUDA, 1…1024; default 16. On the CPU images are always drawn one at a time.", HelpName = "N" }.Between(1, 1024);
        var (device, threads) = (Shared.Device(), Shared.Threads());
        var command = new Command("bench", "Measure what this machine can do at best, and what the networks reach on it: time, arithmetic, bytes, memory; images, training steps, files. Ctrl-C ends it with what was measured.")
        {
            presets, model, images, seconds, precision, batch, json, device, threads,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(presets) is { Implicit: false } && result.GetResult(model) is { Implicit: false })
                result.AddError("--preset and --model cannot be given together.");
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(BenchRun.Run(new BenchRequest
        {
            Presets = parsed.GetValue(presets) is { } text ? Names(text) : s_small,
            Model = parsed.GetValue(model),
            Images = parsed.GetValue(images),
            Seconds = parsed.GetValue(seconds),
            Sampling = Sampling(parsed.GetValue(batch), parsed.GetValue(precision) == "bf16" ? Precision.MixedBFloat16 : Precision.Full),
            Json = parsed.GetValue(json),
            Device = parsed.GetRequiredValue(device),
            Threads = parsed.GetValue(threads),
        }, cancellation)));
        return command;
    }

    private static SamplerOptions Sampling(int? batch, Precision precision)
    {
        var options = new SamplerOptions { Precision = precision };
        return options with { MicroBatch = batch ?? options.MicroBatch };
    }

    private static string[] Names(string text) => text == "all" ? [.. ModelPreset.All.Select(p => p.Name)] : [.. text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
