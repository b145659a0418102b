using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Reference;

/// <summary>A network, a batch size and an image size on which the library and its PyTorch twin are to agree.</summary>
internal sealed record PyTorchTwinCase(Func<IDisposable> Build, int Batch, int Height, int Width)
{
    public static IReadOnlyDictionary<string, PyTorchTwinCase> All { get; } = new Dictionary<string, PyTorchTwinCase>
    {
        ["ncsnpp: 2 levels, 3 mask channels"] = Ncsn(1, 16, 16, new() { ImageSize = 16, MaskChannels = 3, Width = 8, Multipliers = [1, 2], BlocksPerLevel = 1, AttentionResolutions = [] }),
        ["ncsnpp: attention at 2 of 3 levels, 2 blocks"] = Ncsn(2, 16, 32, new() { ImageSize = 32, Width = 12, Multipliers = [1, 2, 2], BlocksPerLevel = 2, AttentionResolutions = [8, 16], LatentDepth = 3 }),
        ["ncsnpp: 4 levels, groups that do not divide"] = Ncsn(5, 40, 24, new() { ImageSize = 64, MaskChannels = 3, Width = 14, Multipliers = [1, 1, 2, 3], BlocksPerLevel = 1, AttentionResolutions = [32], LatentDepth = 0 }),
        ["ncsnpp: 32 groups, 2 image channels, no mask"] = Ncsn(3, 8, 4, new() { ImageSize = 8, ImageChannels = 2, MaskChannels = 0, Width = 48, Multipliers = [1, 3], BlocksPerLevel = 1, AttentionResolutions = [8] }),
        ["ncsnpp: 1 level"] = Ncsn(4, 8, 11, new() { ImageSize = 8, Width = 8, Multipliers = [2], BlocksPerLevel = 1, AttentionResolutions = [8] }),

        ["spade-unet: 2 levels"] = Spade(3, 16, 16, new() { Width = 8, Multipliers = [1, 2] }),
        ["spade-unet: layer noise, 3 mask channels"] = Spade(2, 40, 24, new() { MaskChannels = 3, Width = 12, Multipliers = [1, 2, 2], LayerNoise = 0.1 }),
        ["spade-unet: no space to depth, layer noise"] = Spade(5, 8, 12, new() { Width = 14, Multipliers = [2, 1], SpaceToDepth = 1, LayerNoise = 0.05, LatentDepth = 0 }),
        ["spade-unet: space to depth 4, 1 level"] = Spade(4, 8, 16, new() { Width = 8, Multipliers = [3], SpaceToDepth = 4, LatentDepth = 3 }),
        ["spade-unet: 4 levels"] = Spade(1, 32, 48, new() { MaskChannels = 3, Width = 8, Multipliers = [1, 1, 2, 3] }),

        ["whole-image: small layout"] = Whole(5, new() { Width = 4, ImageSize = 32, TimeWidth = 16 }),
        ["whole-image: small layout, 3 mask channels"] = Whole(4, new() { Width = 6, ImageSize = 32, MaskChannels = 3, TimeWidth = 8 }),
        ["whole-image: large layout"] = Whole(4, new() { Width = 4, ImageSize = 64, TimeWidth = 16 }),
        ["whole-image: large layout, 2 images"] = Whole(2, new() { Width = 4, ImageSize = 64, TimeWidth = 16 }),
        ["whole-image: large layout, no mask"] = Whole(3, new() { Width = 4, ImageSize = 128, MaskChannels = 0, TimeWidth = 32 }),
        ["whole-image: 2 groups of 3"] = Whole(6, new() { Width = 4, ImageSize = 32, TimeWidth = 16 }),

        ["patch: 2 halvings"] = Patch(5, 24, 40, new() { Channels = [8, 8], TimeWidth = 16 }),
        ["patch: 3 halvings, 3 mask channels"] = Patch(4, 16, 24, new() { Channels = [8, 12, 16], MaskChannels = 3, TimeWidth = 8 }),
        ["patch: no high pass, no mask"] = Patch(3, 17, 22, new() { Channels = [8, 12], HighPassGain = 0, MaskChannels = 0, TimeWidth = 32 }),
        ["patch: 2 images"] = Patch(2, 16, 32, new() { Channels = [12, 8], TimeWidth = 16 }),
        ["patch: one image"] = Patch(1, 16, 16, new() { Channels = [8, 16], TimeWidth = 16 }),
        ["patch: 2 groups of 4"] = Patch(8, 8, 8, new() { Channels = [8], TimeWidth = 16 }),
    };

    /// <summary>Every weight away from its starting value: layers that start at zero hide what is behind them.</summary>
    public static void Wake(nn.Module module, ulong first = 100)
    {
        using var frozen = no_grad();
        var stream = first;
        foreach (var (_, p) in module.named_parameters())
        {
            using var scope = NewDisposeScope();
            var fanIn = p.NumberOfElements / p.shape[0];
            var values = Normal(stream++, p.shape);
            p.copy_(p.dim() is 2 or 4 ? values / Math.Sqrt(fanIn) : p + 0.3 * values);
        }
    }

    /// <summary>The network's arguments by name.</summary>
    public Dictionary<string, Tensor> Inputs(IDisposable network, ScalarType type)
    {
        // The library's time features are float32 whatever the weights are; at t = 0 they are exact, and float64 is not held back by them.
        var step = type == float64 ? zeros([Batch], int64) : (arange(Batch, int64) * 3 + 1).remainder(4); // [N]
        var masks = network is IMaskConditionedDenoiser d ? d.MaskChannels : ((network as IDiscriminator)!.Options switch { WholeImageDiscriminatorOptions o => o.MaskChannels, PatchDiscriminatorOptions o => o.MaskChannels, _ => 0 });
        var mask = (Normal(3, Batch, masks, Height, Width) > 0).to(type);
        Tensor Image(ulong stream, int channels = 1) => Normal(stream, Batch, channels, Height, Width).to(type);
        if (network is IMaskConditionedDenoiser denoiser)
        {
            var channels = denoiser.Options is NcsnPlusPlusOptions o ? o.ImageChannels : 1;
            return new() { ["noisy"] = Image(1, channels), ["mask"] = mask, ["step"] = step, ["latent"] = Normal(2, Batch, denoiser.LatentLength(Width, Height)).to(type) };
        }
        var result = new Dictionary<string, Tensor> { ["current"] = Image(1), ["next"] = Image(2), ["step"] = step };
        if (masks > 0)
            result["mask"] = mask;
        return result;
    }

    public static nn.Module Module(IDisposable network) => network is IMaskConditionedDenoiser denoiser ? denoiser.Module : ((IDiscriminator)network).Module;

    public static Tensor Output(IDisposable network, IReadOnlyDictionary<string, Tensor> inputs) => network is IMaskConditionedDenoiser denoiser
        ? denoiser.Predict(inputs["noisy"], denoiser.Encode(inputs["mask"]), inputs["step"], inputs["latent"])
        : ((IDiscriminator)network).Score(inputs["current"], inputs["next"], inputs["step"], inputs.GetValueOrDefault("mask"));

    /// <summary>case.json, in the words of config.json.</summary>
    public static string Json(IDisposable network)
    {
        var (kind, options) = network is IMaskConditionedDenoiser denoiser ? (denoiser.Kind, denoiser.Options) : (((IDiscriminator)network).Kind, ((IDiscriminator)network).Options);
        return JsonSerializer.Serialize(new Dictionary<string, object> { ["kind"] = kind, ["options"] = options }, ConfigJson.Options);
    }

    public static Tensor Normal(ulong stream, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        PhiloxNoise.Normal(values, 7, stream);
        return TensorData.FromFloats(values, shape);
    }

    private static PyTorchTwinCase Ncsn(int batch, int height, int width, NcsnPlusPlusOptions o) =>
        new(() => new NcsnPlusPlusDenoiser(o with { LatentSize = 6, LatentEmbedding = 10 }), batch, height, width);

    private static PyTorchTwinCase Spade(int batch, int height, int width, SpadeUNetOptions o) =>
        new(() => new SpadeUNetDenoiser(o with { MaskFeatures = 5, LatentSize = 6, LatentEmbedding = 10 }), batch, height, width);

    private static PyTorchTwinCase Whole(int batch, WholeImageDiscriminatorOptions o) => new(() => new WholeImageDiscriminator(o), batch, o.ImageSize, o.ImageSize);

    private static PyTorchTwinCase Patch(int batch, int height, int width, PatchDiscriminatorOptions o) => new(() => new PatchDiscriminator(o), batch, height, width);
}
