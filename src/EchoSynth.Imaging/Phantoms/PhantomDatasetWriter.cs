using System.Globalization;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Draws and writes the patients of a phantom data set.</summary>
internal static class PhantomDatasetWriter
{
    private static readonly EchoView[] Views = [EchoView.TwoChamber, EchoView.FourChamber];
    private static readonly CardiacPhase[] Phases = [CardiacPhase.EndDiastole, CardiacPhase.EndSystole];

    public static void Write(string folder, PhantomDatasetOptions options, IProgress<PhantomDatasetProgress>? progress, CancellationToken cancellationToken)
    {
        var writer = new CamusWriter(folder, options.Layout);
        var total = options.Patients * Views.Length * Phases.Length;
        var done = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxThreads == 0 ? Environment.ProcessorCount : options.MaxThreads,
            CancellationToken = cancellationToken,
        };
        Parallel.For(1, options.Patients + 1, parallel, patient =>
        {
            var info = Info(options, patient);
            foreach (var view in Views)
            {
                foreach (var phase in Phases)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var frame = Render(options, patient, view, phase, 0);
                    writer.WritePair(Id(patient), view, phase, frame.Image, frame.Mask);
                    progress?.Report(new PhantomDatasetProgress(Interlocked.Increment(ref done), total));
                }
                writer.WriteInfo(Id(patient), view, info);
            }
        });
        WriteSplit(writer, options.Patients);
    }

    public static PhantomAnatomy Anatomy(PhantomDatasetOptions options, int patient) => PhantomAnatomy.Sample(PatientSeed(options, patient));

    public static PhantomFrame Render(PhantomDatasetOptions options, int patient, EchoView view, CardiacPhase phase, int draw)
    {
        var frameSeed = PhantomRandom.Mix(PatientSeed(options, patient), ((ulong)view * 16) + (ulong)phase);
        var seed = PhantomRandom.Mix(frameSeed, (ulong)draw);
        return PhantomSimulator.Render(Anatomy(options, patient), view, phase, options.ScannerOf(patient), options.Size, seed);
    }

    private static ulong PatientSeed(PhantomDatasetOptions options, int patient) => PhantomRandom.Mix(options.Seed, (ulong)patient);

    private static string Id(int patient) => string.Create(CultureInfo.InvariantCulture, $"patient{patient:0000}");

    private static CamusInfo Info(PhantomDatasetOptions options, int patient)
    {
        var volumes = Anatomy(options, patient).Volumes();
        var random = new PhantomRandom(PatientSeed(options, patient), 0x1F0);
        return new CamusInfo
        {
            EndDiastole = 1,
            EndSystole = 2,
            FrameCount = 2,
            Sex = random.NextDouble() < 0.5 ? "F" : "M",
            Age = (int)random.Normal(60, 15, 20, 92),
            EndDiastolicVolume = Math.Round(volumes.EndDiastolicMl, 1),
            EndSystolicVolume = Math.Round(volumes.EndSystolicMl, 1),
            EjectionFraction = Math.Round(100 * volumes.EjectionFraction, 1),
            Other = new Dictionary<string, string> { ["Scanner"] = options.ScannerOf(patient).Name },
        };
    }

    /// <summary>A tenth each for validation and testing; one patient each where there are at least three.</summary>
    private static void WriteSplit(CamusWriter writer, int patients)
    {
        var held = patients < 3 ? 0 : Math.Max(1, (int)Math.Round(0.1 * patients));
        var ids = Enumerable.Range(1, patients).Select(Id).ToArray();
        var training = patients - (2 * held);
        writer.WriteSplit(ids[..training], ids[training..(training + held)], ids[(training + held)..]);
    }
}
