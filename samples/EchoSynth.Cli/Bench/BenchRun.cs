using System.Globalization;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Speed;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Cli.Bench;

/// <summary>Measures the machine and what the networks reach on it; a run that is stopped tells what it has.</summary>
internal sealed class BenchRun(BenchRequest request, CancellationToken cancellation)
{
    // Of the seconds: those of the machine, and of each network's share those of sampling, training and files.
    private const double PeakShare = 0.2, SamplingShare = 0.55, TrainingShare = 0.35, FileShare = 0.05;

    /// <summary>Measures, prints, and writes the JSON.</summary>
    public static int Run(BenchRequest request, CancellationToken cancellation)
    {
        var device = Devices.Parse(request.Device);
        if (request.Sampling.Precision == Precision.MixedBFloat16 && !Devices.HasBFloat16(device))
            throw new CommandException($"--precision is bf16; it must be full on this {device.type}, which has no bfloat16 arithmetic.");
        if (request.Model is { } folder)
            EchoModel.Load(folder).Dispose(); // one that cannot be read is told before the machine is measured
        var onlyJson = request.Json == "-";
        if (request.Json is { } file && !onlyJson)
            Writable.File(file);
        var output = Console.Out;
        if (onlyJson)
            Console.SetOut(Console.Error); // standard output is for programs
        try
        {
            return new BenchRun(request, cancellation).Go(text => (onlyJson ? output : Console.Out).Write(text));
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    private int Go(Action<string> print)
    {
        var result = new BenchResult { Machine = [.. Machine()] };
        foreach (var (name, value) in result.Machine)
            Console.WriteLine($"{name,-10} {value}");
        var load = new MachineLoad();
        try
        {
            Stages.RunParts(begin => Measure(result, begin));
        }
        finally
        {
            // Stopped or failed: what was measured is worth the time it took.
            result.Others = load.Others();
            foreach (var line in BenchTable.Lines(result))
                Console.WriteLine(line);
            if (request.Json == "-")
                print(BenchJson.Of(result));
            else if (request.Json is { } file)
                TextFile.Write(file, BenchJson.Of(result));
        }
        return ExitCode.Done;
    }

    private bool Measure(BenchResult result, Func<string, string, IStage> begin)
    {
        var device = Devices.Parse(request.Device);
        var stage = begin("machine", "operators");
        result.Peak = MachinePeak.Measure(device, Seconds(PeakShare), new DirectProgress<(string Name, int Number, int Count)>(p => stage.Report(p.Number, p.Count, p.Name)), cancellation);
        var names = request.Model is { } folder ? [folder] : request.Presets;
        foreach (var name in names)
            Network(result, name, device, (1 - PeakShare) / names.Count, begin);
        return result.Complete = true;
    }

    private void Network(BenchResult result, string name, Device device, double share, Func<string, string, IStage> begin)
    {
        var preset = request.Model is null ? ModelPreset.ByName(name) : null;
        using var model = preset is null ? EchoModel.Load(name, device) : preset.CreateModel();
        model.To(device);
        var stage = begin(preset?.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(name)), "parts");
        var parts = preset is null ? 2 : 3;
        stage.Report(0, parts, "sampling");
        var pair = Pair(model.ImageSize);
        var known = PeakMemory.Begin();
        var sampling = SamplingSpeed.Measure(model, pair.Mask, request.Sampling, request.Images, Seconds(share * SamplingShare), cancellation);
        // In the list as soon as there is something: a stopped run shows it.
        var place = result.Networks.Count;
        result.Networks.Add(new BenchNetwork(preset?.Name ?? name, model.ImageSize) { Sampling = sampling, SamplingMemory = known ? PeakMemory.Read() : null });
        stage.Report(1, parts, "files");
        Files(result, place, pair, share);
        if (preset is null)
            return;
        stage.Report(2, parts, "training");
        PeakMemory.Begin();
        using var discriminator = preset.CreateDiscriminator();
        var training = TrainingSpeed.Measure(model, discriminator, pair, preset.Training, Seconds(share * TrainingShare), cancellation);
        result.Networks[place] = result.Networks[place] with { Training = training, TrainingMemory = known ? PeakMemory.Read() : null };
    }

    private void Files(BenchResult result, int place, EchoPair pair, double share)
    {
        var folder = Directory.CreateTempSubdirectory("echosynth-bench-").FullName;
        try
        {
            var (image, mask) = (Path.Combine(folder, "image.png"), Path.Combine(folder, "mask.png"));
            var writing = Timing.Measure(() =>
            {
                PngCodec.WriteMask(mask, pair.Mask);
                PngCodec.Write(image, result.Networks[place].Sampling.Example);
            }, Seconds(share * FileShare), cancellationToken: cancellation);
            var reading = Timing.Measure(() =>
            {
                PngCodec.ReadMask(mask);
                PngCodec.Read(image);
            }, Seconds(share * FileShare), cancellationToken: cancellation);
            result.Networks[place] = result.Networks[place] with { Writing = writing, Reading = reading };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private TimeSpan Seconds(double share) => TimeSpan.FromSeconds(share * request.Seconds);

    /// <summary>A phantom at the model's size, its sector marked.</summary>
    private static EchoPair Pair(int size)
    {
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample(1), EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.All[0], size, 1);
        return FrameGeometry.Frame(new EchoPair(new EchoItem("phantom", "phantom", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""), frame.Image, frame.Mask), size).Pair;
    }

    private IEnumerable<(string Name, string Value)> Machine()
    {
        Threads.Apply(request.Threads);
        var device = Devices.Parse(request.Device);
        yield return ("machine", $"{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}, {Texts.Count(Environment.ProcessorCount, "core")}, {(Devices.HasBFloat16(CPU) ? "bf16 arithmetic" : "no bf16 arithmetic")}");
        yield return ("device", $"{device}, {Texts.Count(get_num_threads(), "thread")} in one operator");
        foreach (var (name, value) in TorchAccount.Tell())
        {
            if (name is "libtorch" or "TorchSharp" or "allocator")
                yield return (name, value);
        }
        if (MachineLoad.Average() is not { } load)
            yield break;
        var busy = load > 0.25 * Environment.ProcessorCount ? "; the machine is busy, so figures are lower than they could be and spread" : "";
        yield return ("load", string.Create(CultureInfo.InvariantCulture, $"{load:0.00} in the last minute, {Texts.Count(Environment.ProcessorCount, "core")}{busy}"));
    }
}
