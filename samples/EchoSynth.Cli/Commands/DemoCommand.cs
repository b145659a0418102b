using System.CommandLine;
using EchoSynth.Cli.Demo;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth demo: everything at once, in minutes.</summary>
internal static class DemoCommand
{
    private const long DefaultImages = 4800;

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for the results; what an earlier demo left there is replaced.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("artifacts", "demo") };
        var data = new Option<string?>("--data") { Description = "A data set of your own, for example CAMUS, in place of simulated hearts.", HelpName = "DIR" };
        var images = new Option<long>("--images") { Description = "Training images to see in all, repeats counted; about 25 a second on two cores.", HelpName = "N", DefaultValueFactory = _ => DefaultImages }.Between(1, 1_000_000_000);
        var seed = Shared.Seed("Seed of phantoms, training and sampling.");
        var scanner = new Option<string>("--scanner") { Description = "Simulated scanner of the phantoms; 'all' takes them in turn.", DefaultValueFactory = _ => ScannerPreset.Default.Name }
            .OneOf([.. ScannerPreset.All.Select(p => p.Name), PhantomDatasetOptions.AllScanners]);
        var patients = new Option<int>("--patients") { Description = "Phantom patients, 3…9999; four images each, a tenth for validation and a tenth held out.", HelpName = "N", DefaultValueFactory = _ => DemoOptions.Patients }.Between(3, 9999);
        var device = Shared.Device();
        var threads = Shared.Threads();
        var command = new Command("demo", "Make simulated hearts, train preset small-64 on them, draw images for held-out masks, compare. Minutes on two cores, no data needed.")
        {
            output, data, images, seed, scanner, patients, device, threads,
        };
        command.SetAction((parsed, cancellation) =>
        {
            new DemoRun(
                new DemoOptions
                {
                    Folder = parsed.GetRequiredValue(output),
                    Data = parsed.GetValue(data),
                    Images = parsed.GetValue(images),
                    Seed = parsed.GetValue(seed),
                    Scanner = parsed.GetRequiredValue(scanner),
                    PhantomPatients = parsed.GetValue(patients),
                    Device = parsed.GetRequiredValue(device),
                    Threads = parsed.GetValue(threads),
                },
                cancellation).Run();
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
