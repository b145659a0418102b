using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Segmentation;
using EchoSynth.Training;

namespace EchoSynth.Fuzz;

/// <summary>Every reader of model folders: configurations, weights, sectors, checkpoints, published weights.</summary>
internal static class ModelTargets
{
    // One for all cases of a process: to make a network takes as long as to read ten.
    private static readonly Lazy<Trainer> s_trainer = new(ModelSeeds.Trainer);
    private static readonly Lazy<NcsnPlusPlusDenoiser> s_published = new(() => new NcsnPlusPlusDenoiser(ModelSeeds.Ncsn));

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Model("safetensors", (_, file) => Tensors(file)),
        Model("model-config", (folder, _) => Load(folder)) with { Altered = ["config.json"] },
        Model("model-weights", (folder, _) => Load(folder)) with { Altered = [".safetensors"] },
        Model("model-sector", (folder, _) => Load(folder)) with { Altered = [".png"] },
        Model("model-folder", (folder, _) => Load(folder)) with { FolderCases = 2 },
        Model("checkpoint-state", (folder, _) => Resume(folder)) with { Altered = ["state.json"], Repair = Seal },
        Model("checkpoint-weights", (folder, _) => Resume(folder)) with { Altered = [".safetensors"], Repair = SealAll },
        Model("checkpoint-folder", (folder, _) => Resume(folder)) with { Altered = ["state.json", "state.sha256", ".safetensors"], FolderCases = 2 },
        Model("published-weights", (_, file) => s_published.Value.LoadReferenceWeights(file)),
        Model("segmenter", (folder, _) => Segmenter.Load(folder, "cpu").Dispose()),
    ];

    private static FuzzTarget Model(string name, Action<string, string> run) => new(name, run) { Documented = [typeof(ModelFormatException)], Native = true };

    private static void Load(string folder) => EchoModel.Load(folder).Dispose();

    private static void Tensors(string file)
    {
        foreach (var tensor in SafeTensors.Load(file).Values)
            tensor.Dispose();
    }

    private static void Resume(string folder)
    {
        Trainer.SavedOptions(folder);
        if (!s_trainer.Value.Resume(folder))
            throw new ModelFormatException(folder, "no whole checkpoint.");
    }

    /// <summary>Makes the checksum of an altered state.json right, which would else hide what is behind it.</summary>
    private static void Seal(string file)
    {
        if (new FileInfo(file) is { Exists: true, LinkTarget: null, Length: > 0 })
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "state.sha256"), Checksum(file));
    }

    /// <summary>Makes the checksum of altered weights right, too.</summary>
    private static void SealAll(string file)
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, "state.json");
        if (!File.Exists(path) || new FileInfo(file) is not { Exists: true, LinkTarget: null, Length: > 0 })
            return;
        var state = JsonNode.Parse(File.ReadAllText(path))!;
        state["checksums"]![Path.GetFileName(file)] = Checksum(file);
        File.WriteAllText(path, state.ToJsonString());
        Seal(path);
    }

    private static string Checksum(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
