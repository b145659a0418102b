using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Tests.Support;

/// <summary>The smallest things that still do everything.</summary>
internal static class Tiny
{
    public const int Size = 16;

    public static SpadeUNetOptions SpadeOptions { get; } = new()
    {
        Width = 8, Multipliers = [1, 2], MaskFeatures = 4, LatentSize = 4, LatentEmbedding = 8, LatentDepth = 1, InitSeed = 1,
    };

    public static NcsnPlusPlusOptions NcsnOptions { get; } = new()
    {
        ImageSize = Size, Width = 8, Multipliers = [1, 2], BlocksPerLevel = 1, AttentionResolutions = [8], LatentSize = 4, LatentEmbedding = 8, LatentDepth = 1, InitSeed = 1,
    };

    public static PatchDiscriminatorOptions PatchOptions { get; } = new() { Channels = [8, 8], TimeWidth = 8, InitSeed = 1 };

    public static EchoModel Model() => new(new SpadeUNetDenoiser(SpadeOptions), Size);

    public static PatchDiscriminator Patch() => new(PatchOptions);

    public static TrainerOptions Training(int steps) => new()
    {
        Images = 2 * steps, BatchSize = 2, DenoiserRate = 1e-3, DiscriminatorRate = 1e-3, L1Weight = 5, SpreadWeight = 0, R1Gamma = 0.05, R1Interval = 3, ReportInterval = 1, CheckpointInterval = 1_000_000, Seed = 3,
    };

    /// <summary>Dark disc (LV) in a grey square (myocardium), with an atrium below, noise on top; the sector is all but the outermost column.</summary>
    public static AnatomyMask Mask(int which = 0, int size = Size)
    {
        var labels = new byte[size * size];
        var (cx, cy) = (size / 2 + which % 3 - 1, size / 2 - 1 + which % 2);
        for (var y = 0; y < size; y++)
        {
            for (var x = 1; x < size - 1; x++)
            {
                var r = Math.Max(Math.Abs(x - cx), Math.Abs(y - cy));
                labels[y * size + x] = (byte)(r <= size / 8 ? 1 : r <= size / 4 ? 2 : y > 3 * size / 4 && Math.Abs(x - cx) < size / 8 ? 3 : 4);
            }
        }
        return new AnatomyMask(size, size, labels, new PixelSpacing(0.5, 0.5));
    }

    public static TrainingSet Data(int count = 6)
    {
        var pairs = new List<EchoPair>();
        for (var i = 0; i < count; i++)
        {
            var mask = Mask(i);
            var noise = new float[Size * Size];
            EchoSynth.Tensors.PhiloxNoise.Uniform(noise, 99, (ulong)i);
            float[] grey = [0, 0.1f, 0.7f, 0.2f, 0.4f];
            for (var p = 0; p < noise.Length; p++)
                noise[p] = Math.Clamp(grey[mask.Labels[p]] * (0.7f + 0.6f * noise[p]), 0, 1);
            pairs.Add(new EchoPair(
                new EchoItem($"p{i}", $"p{i}", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""),
                new EchoImage(Size, Size, noise, mask.Spacing), mask));
        }
        return new TrainingSet(pairs);
    }

    public static string TemporaryFolder()
    {
        var folder = Path.Combine(Path.GetTempPath(), "echosynth-tests", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return folder;
    }
}
