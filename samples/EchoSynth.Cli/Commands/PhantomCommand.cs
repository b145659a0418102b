using System.CommandLine;
using EchoSynth.Cli.Terminal;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth phantom: a data set of simulated hearts.</summary>
internal static class PhantomCommand
{
    public static Command Create()
    {
        var output = Shared.Folder("--out", "Folder to write; new, empty, or holding a phantom data set: the same is written anew, another is replaced with --force only.");
        var patients = new Option<int>("--patients") { Description = "Patients, 1…9999; each is drawn at end-diastole and end-systole, in CAMUS layouts in two views.", HelpName = "N", Required = true }.Between(1, 9999);
        var scanner = new Option<string>("--scanner") { Description = "Simulated scanner; 'all' takes them in turn.", DefaultValueFactory = _ => ScannerPreset.Default.Name }
            .OneOf([.. ScannerPreset.All.Select(p => p.Name), PhantomDatasetOptions.AllScanners]);
        var layout = new Option<string>("--layout") { Description = "The layout on disk: CAMUS as published now (NIfTI) or at first (MetaImage), or that of another data set.", DefaultValueFactory = _ => EchoDatasets.NameOf(DatasetLayout.CamusNifti) }
            .OneOf([.. PhantomDatasetOptions.Layouts.Select(EchoDatasets.NameOf)]);
        var size = new Option<int>("--size") { Description = "Pixels a side, 32…1024.", HelpName = "PIXELS", DefaultValueFactory = _ => 256 }.Between(PhantomSimulator.MinSize, PhantomSimulator.MaxSize);
        var force = new Option<bool>("--force") { Description = "Replace another phantom data set in the folder." };
        var seed = Shared.Seed("Seed of hearts and speckle; the same seed gives the same files.");

        var command = new Command("phantom", "Write a data set of simulated hearts, split 80/10/10 into training, validation and testing patients.") { output, patients, scanner, layout, size, seed, force };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetRequiredValue(output),
            new PhantomDatasetOptions
            {
                Patients = parsed.GetValue(patients),
                Scanner = parsed.GetRequiredValue(scanner),
                Layout = EchoDatasets.ByName(parsed.GetRequiredValue(layout)),
                Size = parsed.GetValue(size),
                Seed = (ulong)parsed.GetValue(seed),
            },
            parsed.GetValue(force),
            cancellation)));
        return command;
    }

    public static int Run(string folder, PhantomDatasetOptions options, bool force, CancellationToken cancellation)
    {
        if (Earlier(folder, force) is { } earlier && earlier != options)
        {
            if (!force)
                throw new CommandException($"{folder}: holds {Described(earlier)}; asked for are {Described(options)}. Name another folder, or give --force to replace them.");
            Console.WriteLine($"replacing {Described(earlier)}");
        }
        var images = 0L;
        Stages.Run("phantoms", "images", stage =>
            PhantomDataset.Write(folder, options, new DirectProgress<PhantomDatasetProgress>(p => stage.Report(p.Images, images = p.Total)), cancellation));
        Console.WriteLine($"{Texts.Count(options.Patients, "patient")}, {Texts.Count(images, "image")} of {options.Size} × {options.Size} in {folder}");
        return ExitCode.Done;
    }

    /// <summary>What the phantoms in the folder were made from; null where there are none, or where they are to be replaced and cannot be read.</summary>
    private static PhantomDatasetOptions? Earlier(string folder, bool force)
    {
        try
        {
            return PhantomDataset.TryOpen(folder)?.Options;
        }
        catch (EchoFormatException e)
        {
            return force ? null : throw new CommandException($"{Failure.Message(e)} --force replaces the data set.");
        }
    }

    private static string Described(PhantomDatasetOptions options) =>
        FormattableString.Invariant($"{Texts.Count(options.Patients, "simulated patient")} ({options.Size} × {options.Size}, scanner {options.Scanner}, layout {EchoDatasets.NameOf(options.Layout)}, seed {options.Seed})");
}
