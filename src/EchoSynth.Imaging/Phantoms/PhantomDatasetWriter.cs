using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Draws and writes the patients of a phantom data set.</summary>
internal static class PhantomDatasetWriter
{
    public static void Write(string folder, PhantomDatasetOptions options, IProgress<PhantomDatasetProgress>? progress, CancellationToken cancellationToken)
    {
        var layout = PhantomLayouts.Create(options.Layout, folder);
        var studies = Enumerable.Range(1, options.Patients).Select(patient => Studies(options, patient, layout.Views)).ToArray();
        var total = 2 * studies.Sum(s => s.Length);
        var tally = new Tally(done => progress?.Report(new PhantomDatasetProgress(done, total)));
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxThreads == 0 ? Environment.ProcessorCount : options.MaxThreads,
            CancellationToken = cancellationToken,
        };
        Parallel.ForEach(studies, parallel, patient =>
        {
            foreach (var study in patient)
                layout.Write(study, tally.Add, cancellationToken);
        });
        layout.Finish([.. studies.SelectMany(s => s)]);
    }

    public static PhantomAnatomy Anatomy(PhantomDatasetOptions options, int patient) => PhantomAnatomy.Sample(PatientSeed(options, patient));

    public static PhantomFrame Render(PhantomDatasetOptions options, int patient, EchoView view, CardiacPhase phase, int draw)
    {
        var frameSeed = PhantomRandom.Mix(PatientSeed(options, patient), ((ulong)view * 16) + (ulong)phase);
        var seed = PhantomRandom.Mix(frameSeed, (ulong)draw);
        return PhantomSimulator.Render(Anatomy(options, patient), view, phase, options.ScannerOf(patient), options.Size, seed);
    }

    public static PhantomFrame RenderAt(PhantomDatasetOptions options, int patient, EchoView view, double contraction, int frame)
    {
        var seed = PhantomRandom.Mix(PhantomRandom.Mix(PatientSeed(options, patient), ((ulong)view * 16) + 15), (ulong)frame);
        return PhantomSimulator.Render(Anatomy(options, patient), view, contraction, options.ScannerOf(patient), options.Size, seed);
    }

    private static ulong PatientSeed(PhantomDatasetOptions options, int patient) => PhantomRandom.Mix(options.Seed, (ulong)patient);

    private static PhantomStudy[] Studies(PhantomDatasetOptions options, int patient, IReadOnlyList<EchoView> views)
    {
        var (info, split) = (Info(options, patient), Split(options.Patients, patient));
        return [.. views.Select(view => new PhantomStudy(options, patient, view, split, info))];
    }

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
    private static DatasetSplit Split(int patients, int patient)
    {
        var held = patients < 3 ? 0 : Math.Max(1, (int)Math.Round(0.1 * patients));
        return patient > patients - held ? DatasetSplit.Testing : patient > patients - (2 * held) ? DatasetSplit.Validation : DatasetSplit.Training;
    }
}
