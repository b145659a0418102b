using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Segmentation;
using EchoSynth.Training;

namespace EchoSynth.Fuzz;

/// <summary>Valid model folders: the smallest networks, written by the library.</summary>
internal static class ModelSeeds
{
    private const int Size = 16;

    public static NcsnPlusPlusOptions Ncsn { get; } = new()
    {
        ImageSize = Size, Width = 8, Multipliers = [1, 2], BlocksPerLevel = 1, AttentionResolutions = [8], LatentSize = 4, LatentEmbedding = 8, LatentDepth = 1,
    };

    private static SpadeUNetOptions Spade { get; } = new() { Width = 8, Multipliers = [1, 2], MaskFeatures = 4, LatentSize = 4, LatentEmbedding = 8, LatentDepth = 1 };

    public static void Write(string root)
    {
        foreach (var target in (string[])["model-config", "model-weights", "model-sector", "model-folder"])
        {
            using (var spade = new EchoModel(new SpadeUNetDenoiser(Spade), Size))
                Save(spade, Path.Combine(root, target, "spade"));
            using (var noise = new EchoModel(new NcsnPlusPlusDenoiser(Ncsn with { Output = DenoiserOutput.Noise, MaskChannels = 2 }), Size, new DdpmScheduleOptions { Steps = 20 }, new MaskEncoding { Labels = [AnatomyLabel.LeftVentricle] }))
                Save(noise, Path.Combine(root, target, "ncsnpp"));
        }
        using (var published = new NcsnPlusPlusDenoiser(Ncsn))
            published.SaveReferenceWeights(Path.Combine(Made(root, "published-weights", "ncsnpp"), "generator.safetensors"));
        SmallTensors(Path.Combine(Made(root, "safetensors", "small"), "a.safetensors"));
        using (var segmenter = Segmenter.Train(Pairs(), new SegmenterOptions { ImageSize = Size, Width = 4, Depth = 2, Steps = 1, BatchSize = 2, Device = "cpu" }))
            segmenter.Save(Path.Combine(root, "segmenter", "unet"));
        var checkpoints = Path.Combine(root, "checkpoint-state", "adversarial");
        using (var trainer = Trainer())
        using (var pairs = new TrainingSet(Pairs()))
            trainer.Train(pairs, checkpoints);
        foreach (var target in (string[])["checkpoint-weights", "checkpoint-folder"])
            Copy(checkpoints, Path.Combine(root, target, "adversarial"));
    }

    /// <summary>A trainer to resume with; it lives as long as the process.</summary>
    public static Trainer Trainer() => new(
        new EchoModel(new SpadeUNetDenoiser(Spade), Size), new PatchDiscriminator(new PatchDiscriminatorOptions { Channels = [8, 8], TimeWidth = 8 }),
        new TrainerOptions { Images = 4, BatchSize = 2, CheckpointInterval = 1, CheckpointsKept = 1, RollbacksAllowed = 0 });

    private static void Save(EchoModel model, string folder)
    {
        model.Provenance = new Dictionary<string, string> { ["trainedImages"] = "4", ["data"] = "phantoms" };
        model.DefaultSector = [.. Enumerable.Range(0, Size * Size).Select(i => i % Size > 2)];
        model.Save(folder);
    }

    private static void SmallTensors(string path)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        SafeTensors.Save(path, new Dictionary<string, TorchSharp.torch.Tensor>
        {
            ["weight"] = TorchSharp.torch.arange(24, TorchSharp.torch.float32).reshape(2, 3, 4), ["steps"] = TorchSharp.torch.arange(4, TorchSharp.torch.int64),
            ["half"] = TorchSharp.torch.zeros([5], TorchSharp.torch.float16), ["empty"] = TorchSharp.torch.zeros([0, 7], TorchSharp.torch.float32), ["scalar"] = TorchSharp.torch.tensor(1.5),
        }, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static List<EchoPair> Pairs() => [.. Enumerable.Range(0, 4).Select(i =>
    {
        var (labels, grey, spacing) = (new byte[Size * Size], new float[Size * Size], new PixelSpacing(0.5, 0.5));
        for (var p = 0; p < labels.Length; p++)
        {
            labels[p] = (byte)(p % Size < 2 ? 0 : p % Size < 6 + i ? 1 : p % Size < 9 + i ? 2 : 4);
            grey[p] = labels[p] * 0.2f;
        }
        return new EchoPair(new EchoItem($"p{i}", $"p{i}", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""), new EchoImage(Size, Size, grey, spacing), new AnatomyMask(Size, Size, labels, spacing));
    })];

    private static string Made(string root, string target, string seed) => Directory.CreateDirectory(Path.Combine(root, target, seed)).FullName;

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }
}
