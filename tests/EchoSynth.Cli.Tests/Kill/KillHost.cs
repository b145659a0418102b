using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Cli.Tests.Kill;

/// <summary>
/// The program that <see cref="KillTests"/> kills: a training that resumes where it can, with a checkpoint and a validation every other step. It stands in the test
/// assembly, started as "dotnet EchoSynth.Cli.Tests.dll FOLDER", and says on its output where it begins, when it trains, and each step.
/// </summary>
internal static class KillHost
{
    public const string Begins = "begins ", Trains = "trains", StepDone = "step ";
    public const int CheckpointsKept = 2;
    private const int Size = 16, Steps = 24;

    public static int Main(string[] arguments)
    {
        if (arguments is not [var folder])
            return 2;
        using var model = new EchoModel(new SpadeUNetDenoiser(new SpadeUNetOptions { Width = 16, Multipliers = [1, 3], MaskFeatures = 8, LatentSize = 8, LatentEmbedding = 32, LatentDepth = 1, InitSeed = 1 }), Size);
        using var patch = new PatchDiscriminator(new PatchDiscriminatorOptions { Channels = [16, 32], InitSeed = 1 });
        using var trainer = new Trainer(model, patch, new TrainerOptions
        {
            Images = 2 * Steps, BatchSize = 2, Seed = 3, DenoiserRate = 1e-3, DiscriminatorRate = 1e-3, L1Weight = 5, SpreadWeight = 0.7, R1Gamma = 0.05, R1Interval = 3, GradientClip = 5,
            ReportInterval = 1, CheckpointInterval = 2, CheckpointsKept = CheckpointsKept, SnapshotInterval = 3, Validation = new ValidationOptions { Interval = 2, Pairs = 2, SpreadPairs = 1, Seeds = 2 },
        });
        var resumed = trainer.Resume(folder);
        Console.WriteLine($"{Begins}{(resumed ? trainer.Step : -1)}");
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Started)
                Console.WriteLine(Trains);
            else if (happened is TrainingEvent.Progressed)
                Console.WriteLine($"{StepDone}{happened.Step}");
        };
        trainer.Train(Pairs("training", 6), folder, Pairs("held-out", 2));
        return 0;
    }

    private static TrainingSet Pairs(string name, int count)
    {
        var random = new Random(name.Length);
        return new TrainingSet([.. Enumerable.Range(0, count).Select(i => Pair($"{name}-{i}", i, random))]);
    }

    /// <summary>A dark cavity in a bright wall in grey tissue, with noise.</summary>
    private static EchoPair Pair(string id, int which, Random random)
    {
        var (labels, grey) = (new byte[Size * Size], new float[Size * Size]);
        for (var i = 0; i < labels.Length; i++)
        {
            var radius = Math.Max(Math.Abs(i % Size - Size / 2 - which % 2), Math.Abs(i / Size - Size / 2 + which % 3));
            labels[i] = (byte)(radius <= 2 ? 1 : radius <= 4 ? 2 : 4);
            grey[i] = (labels[i] switch { 1 => 0.1f, 2 => 0.7f, _ => 0.4f }) * (0.7f + 0.6f * random.NextSingle());
        }
        var spacing = new PixelSpacing(0.5, 0.5);
        return new EchoPair(
            new EchoItem(id, id, EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""),
            new EchoImage(Size, Size, grey, spacing), new AnatomyMask(Size, Size, labels, spacing));
    }
}
