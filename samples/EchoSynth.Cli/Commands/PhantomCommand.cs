using System.CommandLine;
using EchoSynth.Cli.Terminal;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth phantom: a CAMUS data set of simulated hearts.</summary>
internal static class PhantomCommand
{
    private const string Nifti = "camus-nifti", MetaImage = "camus-mhd";

    public static Command Create()
    {
        var output = Shared.Folder("--out", "Folder to write; new, empty, or holding an earlier phantom data set, which is replaced.");
        var patients = new Option<int>("--patients") { Description = "Patients, 1…9999; each has two views at end-diastole and end-systole, so four images.", HelpName = "N", Required = true }.Between(1, 9999);
        var scanner = new Option<string>("--scanner") { Description = "Simulated scanner; 'all' takes them in turn.", DefaultValueFactory = _ => ScannerPreset.Default.Name }
            .OneOf([.. ScannerPreset.All.Select(p => p.Name), PhantomDatasetOptions.AllScanners]);
        var layout = new Option<string>("--layout") { Description = "CAMUS as published now (NIfTI) or at first (MetaImage).", DefaultValueFactory = _ => Nifti }.OneOf(Nifti, MetaImage);
        var size = new Option<int>("--size") { Description = "Pixels a side, 32…1024.", HelpName = "PIXELS", DefaultValueFactory = _ => 256 }.Between(PhantomSimulator.MinSize, PhantomSimulator.MaxSize);
        var seed = Shared.Seed("Seed of hearts and speckle; the same seed gives the same files.");

        var command = new Command("phantom", "Write a CAMUS data set of simulated hearts, split 80/10/10 into training, validation and testing patients.") { output, patients, scanner, layout, size, seed };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetRequiredValue(output),
            new PhantomDatasetOptions
            {
                Patients = parsed.GetValue(patients),
                Scanner = parsed.GetRequiredValue(scanner),
                Layout = parsed.GetValue(layout) == MetaImage ? CamusLayout.MetaImage : CamusLayout.Nifti,
                Size = parsed.GetValue(size),
                Seed = (ulong)parsed.GetValue(seed),
            },
            cancellation)));
        return command;
    }

    public static int Run(string folder, PhantomDatasetOptions options, CancellationToken cancellation)
    {
        Stages.Run("phantoms", "images", stage =>
            PhantomDataset.Write(folder, options, new DirectProgress<PhantomDatasetProgress>(p => stage.Report(p.Images, p.Total)), cancellation));
        Console.WriteLine($"{Texts.Count(options.Patients, "patient")}, {Texts.Count(4L * options.Patients, "image")} of {options.Size} × {options.Size} in {folder}");
        return ExitCode.Done;
    }
}
