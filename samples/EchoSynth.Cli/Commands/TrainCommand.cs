using System.CommandLine;
using System.Globalization;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Distributed;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth train: a model from image–mask pairs.</summary>
internal static class TrainCommand
{
    /// <param name="Data">The data set's folder.</param>
    /// <param name="Reading">How it is read.</param>
    /// <param name="Model">The model folder.</param>
    /// <param name="Resume">Whether to go on with the training in it.</param>
    /// <param name="Validate">Whether to validate, where the data set has a validation split.</param>
    /// <param name="Log">The file of JSON lines; null for log.jsonl in the model folder.</param>
    /// <param name="TensorBoard">The folder of TensorBoard's event files; null for none.</param>
    private sealed record Places(string Data, EchoDatasetOptions Reading, string Model, bool Resume, bool Validate, string? Log, string? TensorBoard);

    public static Command Create()
    {
        var data = Shared.Folder("--data", "Data set, of any layout that 'inspect' knows.");
        var model = Shared.Folder("--model", "Model folder to write: config.json, denoiser.safetensors, log.jsonl, validation.svg, checkpoints in training/, the best model in best/, shape models of the hearts.");
        var resume = new Option<bool>("--resume") { Description = "Go on from the newest checkpoint in the model folder, with the options it was begun with." };
        var validate = new Option<bool>("--no-validation") { Description = "Do not draw and measure the data set's validation split on the way." };
        var log = new Option<string?>("--log") { Description = "File of JSON lines to append to; default: log.jsonl in the model folder.", HelpName = "FILE" };
        var tensorBoard = new Option<string?>("--tensorboard") { Description = "Folder for TensorBoard's event files; default: none are written.", HelpName = "DIR" };
        var rankTimeout = new Option<int>("--rank-timeout") { Description = "Where a launcher starts several ranks (RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT; Slurm; Open MPI): seconds to wait for the others, and until one without a sign of life is lost, 1…86400.", HelpName = "SECONDS", DefaultValueFactory = _ => 60 }.Between(1, 86_400);
        var source = new DatasetArguments();
        var arguments = new TrainingArguments();

        var command = new Command("train", "Train a model on the training split of a data set (on all of it where it has no splits).") { data, model, resume, validate, log, tensorBoard, rankTimeout, Shared.StoppedExit };
        source.AddTo(command);
        foreach (var option in arguments.All)
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(RunOrStop(
            new Places(parsed.GetRequiredValue(data), source.Read(parsed), parsed.GetRequiredValue(model), parsed.GetValue(resume), !parsed.GetValue(validate), parsed.GetValue(log), parsed.GetValue(tensorBoard)),
            arguments.Read(parsed),
            TimeSpan.FromSeconds(parsed.GetValue(rankTimeout)),
            cancellation)));
        return command;
    }

    private static int RunOrStop(Places places, TrainingRequest request, TimeSpan rankTimeout, CancellationToken cancellation)
    {
        request = request with { Device = Job.Device(request.Device) };
        using var group = Job.Join(rankTimeout, request.Device, cancellation);
        // What a rank does alone, such as reading its data, ends when another is lost.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, group?.Ended ?? default);
        try
        {
            return Run(places, request, group, either.Token);
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested || group is not null)
        {
            if (!cancellation.IsCancellationRequested)
                group!.ThrowIfEnded();
            // Where this rank was not told to stop, another was, and all did, after a checkpoint.
            throw new StoppedException(e);
        }
        catch (Exception e) when (group is not null)
        {
            group.Fail(e);
            throw;
        }
    }

    private static int Run(Places places, TrainingRequest request, ProcessGroup? group, CancellationToken cancellation)
    {
        if (Path.GetFullPath(places.Data) == Path.GetFullPath(places.Model))
            throw new CommandException($"{places.Model}: is the data set; name another folder for the model.");
        var first = group?.IsFirst ?? true;
        var begun = ModelFolder.Exists(places.Model);
        // What rank 0 writes may be there already when another looks.
        if (first && begun && !places.Resume)
            throw new CommandException($"{places.Model}: there is a model already. Give --resume to train it further, or name another folder.");
        if (!begun && places.Resume)
            throw new CommandException($"{places.Model}: there is no model to resume. Leave --resume out to begin one.");
        if (places.Resume)
            request = ModelFolder.Continue(places.Model, request);
        Devices.Parse(request.Device); // one that is not there is told before anything is read
        if (first)
            CheckWritable(places);

        var dataset = EchoDatasets.Open(places.Data, places.Reading);
        DatasetArguments.TellNotes(dataset);
        var plan = request.Plan(Splits.Training(dataset));
        var heldOut = places.Validate ? Splits.Validation(dataset, plan.Items) : [];
        if (plan.Domains is { } domains)
        {
            plan = plan with { Items = DomainSource.Assign(domains, plan.Items, places.Data) };
            var known = DomainSource.Names(plan.Items);
            // A look that only other patients have cannot be asked of the model.
            heldOut = [.. DomainSource.Assign(domains, heldOut, places.Data).Where(i => known.Contains(i.Domain!))];
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Texts.Count(plan.Items.Count, "training pair")} of {Texts.Count(Splits.Patients(plan.Items), "patient")} in {dataset.Name}; preset {plan.Preset.Name}, {Texts.Count(plan.Options.Images, "image")} in batches of {plan.Options.BatchSize}, seed {plan.Options.Seed}"));
        if (heldOut.Count > 0)
            Console.WriteLine($"{Texts.Count(heldOut.Count, "pair")} of {Texts.Count(Splits.Patients(heldOut), "other patient")} are held out for validation, every {Texts.Count(plan.Options.Validation.Interval, "step")}");
        using var fresh = first ? new FreshFolder(places.Model) : null;
        using var session = new TrainingSession(plan, dataset, places.Resume ? places.Model : null, group, cancellation);
        var redraws = PhantomDataset.TryOpen(places.Data) is { } phantoms && heldOut.All(phantoms.Knows) ? new RedrawSpread(phantoms, heldOut) : null;
        using var watch = !first ? null : new TrainingWatch(places.Log ?? Path.Combine(places.Model, "log.jsonl"), places.TensorBoard, Path.Combine(places.Model, "validation.svg"), redraws);
        try
        {
            if (first)
                ShapeFiles.Write(places.Model, dataset, plan.Items, cancellation);
            session.Run(places.Model, session.Read(dataset, heldOut, cancellation), watch, cancellation);
        }
        catch (OperationCanceledException) when (session.Step > 0)
        {
            Console.WriteLine($"stopped after {Texts.Count(session.ImagesSeen, "image")}; the checkpoint is in {places.Model}, --resume goes on with it");
            throw;
        }
        finally
        {
            if (fresh is not null)
                fresh.Keep = session.Step > 0;
        }
        Console.WriteLine($"model in {places.Model}{(watch?.BestStep is { } step ? $"; the best of the validations, after {Texts.Count(step, "step")}, in {Path.Combine(places.Model, "best")}" : "")}");
        return ExitCode.Done;
    }

    private static void CheckWritable(Places places)
    {
        Writable.Folder(places.Model);
        if (places.Log is { } log)
            Writable.File(log);
        if (places.TensorBoard is { } tensorBoard)
            Writable.Folder(tensorBoard);
    }
}
