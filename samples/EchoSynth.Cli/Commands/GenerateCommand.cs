using System.CommandLine;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Sampling;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth generate: images from masks.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var model = Shared.Folder("--model", "Model folder.");
        var masks = Shared.Folder("--masks", "Where the masks are: CAMUS, images/ with masks/, <id>.png with <id>_gt.png, or a folder of masks alone.");
        var output = Shared.Folder("--out", "Folder for <id>_s<seed>.png, <id>_s<seed>_gt.png and manifest.jsonl. What it holds already of the same command is kept.");
        var count = new Option<long?>("--count") { Description = "Images in all; goes round the masks with new seeds. Default: one per mask.", HelpName = "N" }.Between(1, 1_000_000_000);
        var seed = Shared.Seed("Seed from which, with the mask's id, each image's own seed is derived.");
        var batch = new Option<int?>("--batch") { Description = "Images that go through the network together on CUDA, 1…1024; default 16. On the CPU it is always one, so that no image depends on it.", HelpName = "N" }.Between(1, 1024);
        var device = Shared.Device();
        var threads = Shared.Threads();
        var shard = new Option<string?>("--shard") { Description = "Make part i of n only, i from 1; all parts together are the same files as without.", HelpName = "i/n" };
        shard.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Shard.Parse(text) is null)
                result.AddError($"--shard is '{text}'; it must be i/n with 1 ≤ i ≤ n, for example 2/8.");
        });
        var split = new Option<string>("--split") { Description = "Which of the data set's masks.", DefaultValueFactory = _ => MaskSource.AllSplits }
            .OneOf("training", "validation", "testing", MaskSource.AllSplits);

        var method = new Option<string>("--method") { Description = "How images are drawn: posterior for an adversarially trained model, ddpm or ddim for a pure diffusion model; default: posterior or ddpm." }
            .OneOf("posterior", "ddpm", "ddim");
        var steps = new Option<int?>("--sampling-steps") { Description = "Steps of ddpm and ddim, spread over those of the model's schedule; default: all.", HelpName = "N" }.Between(1, 10_000);
        var eta = new Option<double?>("--eta") { Description = "Noise that ddim adds, 0…1; 1 is as much as ddpm. Default: 0.", HelpName = "X" }.Between(0.0, 1.0);

        var command = new Command("generate", "Draw synthetic images for masks. Where the data set has images, each keeps its own ultrasound sector; else the model's usual one is used.")
        {
            model, masks, output, count, seed, batch, device, threads, shard, split, method, steps, eta,
        };
        command.SetAction((parsed, cancellation) =>
        {
            Threads.Apply(parsed.GetValue(threads));
            using var loaded = EchoModel.Load(parsed.GetRequiredValue(model), Devices.Parse(parsed.GetRequiredValue(device)));
            var sources = MaskSource.Open(parsed.GetRequiredValue(masks), parsed.GetRequiredValue(split), loaded.ImageSize);
            var part = parsed.GetValue(shard) is { } text ? Shard.Parse(text)! : Shard.Whole;
            var jobs = part.Of(ImageJob.List(sources, parsed.GetValue(count) ?? sources.Count, parsed.GetValue(seed))).ToArray();
            var sampling = new SamplerOptions
            {
                MicroBatch = Generation.Batch(loaded, parsed.GetValue(batch)),
                Method = parsed.GetValue(method) is { } name ? Enum.Parse<SamplingMethod>(name, ignoreCase: true) : null,
                SamplingSteps = parsed.GetValue(steps),
                Eta = parsed.GetValue(eta) ?? 0,
            };
            var folder = parsed.GetRequiredValue(output);
            var (made, kept) = Generation.Run(loaded, jobs, folder, part, sampling, cancellation);
            Console.WriteLine($"{Texts.Count(made, "image")} written to {folder}{(kept > 0 ? $", {kept} were there already" : "")}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
