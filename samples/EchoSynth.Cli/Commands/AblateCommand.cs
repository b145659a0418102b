using System.CommandLine;
using EchoSynth.Cli.Ablation;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth ablate: what each part of the method is good for.</summary>
internal static class AblateCommand
{
    public static Command Create()
    {
        var data = Shared.Folder("--data", "Data set, as for 'train'; drawn are the masks of its testing split, else of validation, else of every tenth patient.");
        var output = Shared.Folder("--out", "Folder for ablation.md, .json and .png, and a model folder for each variant. What it holds of the same command is gone on with.");
        var preset = Shared.Preset();
        var images = new Option<long?>("--images") { Description = "Training images that each variant sees, repeats counted; default: the preset's.", HelpName = "N" }.Between(1, 1_000_000_000);
        var masks = new Option<int>("--masks") { Description = "Held-out masks to draw, 1…100000.", HelpName = "M", DefaultValueFactory = _ => 64 }.Between(1, 100_000);
        var slow = new Option<int>("--slow-masks") { Description = "How many of them to draw with all 1000 steps of the pure diffusion model, 1…100000; an image takes about 10 s on a CPU.", HelpName = "M", DefaultValueFactory = _ => 16 }.Between(1, 100_000);
        var spread = new Option<int>("--spread-masks") { Description = "How many of them to draw with 8 seeds, 0…1000; with 1000 steps half as many, with 4.", HelpName = "M", DefaultValueFactory = _ => 8 }.Between(0, 1000);
        var seed = Shared.Seed("Seed of training and sampling, the same for all variants.");
        var jobs = new Option<int>("--jobs") { Description = "Variants that train at the same time, 1…64; each on one thread where there are several.", HelpName = "J", DefaultValueFactory = _ => 1 }.Between(1, 64);
        var threads = Shared.Threads();
        var device = Shared.Device();
        var command = new Command("ablate", "Train a preset as it is, without its parts one by one, and as pure diffusion; draw the same held-out masks with each; compare.")
        {
            data, output, preset, images, masks, slow, spread, seed, jobs, threads, device,
        };
        command.SetAction((parsed, cancellation) =>
        {
            new AblationRun(
                new AblationOptions
                {
                    Data = parsed.GetRequiredValue(data),
                    Folder = parsed.GetRequiredValue(output),
                    Preset = parsed.GetRequiredValue(preset),
                    Images = parsed.GetValue(images),
                    Masks = parsed.GetValue(masks),
                    SlowMasks = parsed.GetValue(slow),
                    SpreadMasks = parsed.GetValue(spread),
                    Seed = parsed.GetValue(seed),
                    Jobs = parsed.GetValue(jobs),
                    Threads = parsed.GetValue(threads),
                    Device = parsed.GetRequiredValue(device),
                },
                cancellation).Run();
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
