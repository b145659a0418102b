using System.CommandLine;
using System.Globalization;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth train: a model from image–mask pairs.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var data = Shared.Folder("--data", "Data set: CAMUS (either layout), images/ with masks/, or <id>.png with <id>_gt.png.");
        var model = Shared.Folder("--model", "Model folder to write: config.json, denoiser.safetensors, and checkpoints in training/.");
        var preset = new Option<string>("--preset") { Description = $"Networks and training options. {string.Join(" ", ModelPreset.All.Select(p => $"{p.Name}: {p.Description}."))}", DefaultValueFactory = _ => ModelPreset.Small64.Name }
            .OneOf([.. ModelPreset.All.Select(p => p.Name)]);
        var images = new Option<long?>("--images") { Description = "Training images to see in all, repeats counted; default: the preset's.", HelpName = "N" }.Between(1, 1_000_000_000);
        var batch = new Option<int?>("--batch") { Description = "Images per step, 1…1024; default: the preset's.", HelpName = "N" }.Between(1, 1024);
        var seed = new Option<long?>("--seed") { Description = "Seed of the weights, the data order and all noise; default: 0.", HelpName = "S" }.Between(0, long.MaxValue);
        var device = Shared.Device();
        var resume = new Option<bool>("--resume") { Description = "Go on from the newest checkpoint in the model folder, with the options it was begun with." };
        var threads = Shared.Threads();

        var command = new Command("train", "Train a model on the training split of a data set (on all of it where it has no splits).") { data, model, preset, images, batch, seed, device, resume, threads };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetRequiredValue(data),
            parsed.GetRequiredValue(model),
            new TrainingRequest
            {
                Preset = parsed.IsGiven(preset) ? parsed.GetValue(preset) : null,
                Images = parsed.GetValue(images),
                Batch = parsed.GetValue(batch),
                Seed = parsed.GetValue(seed),
                Device = parsed.GetRequiredValue(device),
                Threads = parsed.GetValue(threads),
            },
            parsed.GetValue(resume),
            cancellation)));
        return command;
    }

    private static int Run(string dataFolder, string modelFolder, TrainingRequest request, bool resume, CancellationToken cancellation)
    {
        var begun = ModelFolder.Exists(modelFolder);
        if (begun && !resume)
            throw new CommandException($"{modelFolder}: there is a model already. Give --resume to train it further, or name another folder.");
        if (!begun && resume)
            throw new CommandException($"{modelFolder}: there is no model to resume. Leave --resume out to begin one.");
        if (resume)
            request = ModelFolder.Continue(modelFolder, request);
        ModelFolder.CheckWritable(modelFolder);

        var dataset = EchoDatasets.Open(dataFolder);
        var items = Splits.Training(dataset);
        var plan = request.Plan(items);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{items.Count:N0} training pairs of {Splits.Patients(items):N0} patients in {dataset.Name}; preset {plan.Preset.Name}, {plan.Options.Images:N0} images in batches of {plan.Options.BatchSize}, seed {plan.Options.Seed}"));
        using var session = new TrainingSession(plan, dataset, cancellation);
        if (resume)
            session.Resume(modelFolder);
        session.Run(modelFolder, cancellation);
        Console.WriteLine($"model in {modelFolder}");
        return ExitCode.Done;
    }
}
