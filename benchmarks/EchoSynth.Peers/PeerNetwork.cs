using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Peers;

/// <summary>A denoiser and a discriminator at a size, by a name that both sides know.</summary>
internal sealed record PeerNetwork(string Name, int Size, Func<EchoModel> CreateModel, Func<IDiscriminator> CreateDiscriminator, TrainerOptions Training)
{
    public static IReadOnlyList<PeerNetwork> All { get; } = [Ncsn(64), Ncsn(128), Ncsn(256), Preset(ModelPreset.Small64), Preset(ModelPreset.Small128), Preset(ModelPreset.Small256),
        Preset(ModelPreset.NcsnPlusPlus64) with { Name = Narrow }];

    /// <summary>The library's preset ncsnpp-64, with which the quality of small-64 was compared.</summary>
    public const string Narrow = "preset-ncsnpp-64";

    /// <summary>What "ncsnpp-N" means here; the library's preset "ncsnpp-64" is a narrower one.</summary>
    public const string Meaning = "ncsnpp-N: NCSN++ of width 64 at N × N, 39.1 M weights (39.7 M at 256), with the whole-image discriminator; preset-ncsnpp-64: the preset, of width 24; small-N: the preset";

    public static PeerNetwork ByName(string name) => All.First(n => n.Name == name);

    /// <summary>
    /// Gives layers that start at zero weights, as a training would: they hide what is behind them. The others keep theirs, and norms stand before the last layer,
    /// so the images are grey and not black and white.
    /// </summary>
    public static void Wake(nn.Module module, ulong seed)
    {
        using var frozen = no_grad();
        var stream = 0UL;
        foreach (var (_, p) in module.named_parameters())
        {
            using var scope = NewDisposeScope();
            var values = new float[p.NumberOfElements];
            PhiloxNoise.Normal(values, seed, stream++);
            if (p.abs().max().item<float>() > 1e-4f) // "zero" is 10⁻⁶ in places, for a gradient's sake
                continue;
            var scale = p.dim() >= 2 ? 0.5 / Math.Sqrt((double)p.NumberOfElements / p.shape[0]) : 0.1;
            p.copy_(TensorData.FromFloats(values, p.shape) * scale);
        }
    }

    /// <summary>NCSN++ with its default options, width 64, and the whole-image discriminator.</summary>
    private static PeerNetwork Ncsn(int size) => new(
        FormattableString.Invariant($"ncsnpp-{size}"),
        size,
        () => new EchoModel(new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = size }), size),
        () => new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { ImageSize = size }),
        ModelPreset.Reference256.Training);

    private static PeerNetwork Preset(ModelPreset preset) =>
        new(preset.Name, preset.ImageSize, () => preset.CreateModel(), () => preset.CreateDiscriminator(), preset.Training);
}
