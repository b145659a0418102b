using EchoSynth.Cli.Terminal;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Demo;

/// <summary>The demo's data set, and its phantoms where it is made of them.</summary>
internal sealed record DemoData(IEchoDataset Dataset, PhantomDataset? Phantoms, string Folder)
{
    /// <summary>Opens the data set asked for, or writes one of phantoms and reads it back like any other.</summary>
    public static DemoData Open(DemoOptions options, DemoFolder folder, CancellationToken cancellation)
    {
        if (options.Data is { } data)
        {
            var dataset = EchoDatasets.Open(data);
            return new DemoData(dataset, PhantomDataset.TryOpen(data) is { } known && dataset.Items.All(known.Knows) ? known : null, data);
        }
        var wanted = new PhantomDatasetOptions { Patients = options.PhantomPatients, Scanner = options.Scanner, Seed = (ulong)options.Seed + 1 };
        var phantoms = Existing(folder.Data, wanted) ?? Stages.Run("phantoms", "images", stage =>
            PhantomDataset.Write(folder.Data, wanted, new DirectProgress<PhantomDatasetProgress>(p => stage.Report(p.Images, p.Total)), cancellation));
        return new DemoData(EchoDatasets.Open(folder.Data), phantoms, folder.Data);
    }

    private static PhantomDataset? Existing(string folder, PhantomDatasetOptions wanted)
    {
        if (!Directory.Exists(folder) || PhantomDataset.TryOpen(folder) is not { } phantoms || phantoms.Options != wanted)
            return null;
        Console.WriteLine($"phantoms: the same ones are in {folder} already");
        return phantoms;
    }
}
