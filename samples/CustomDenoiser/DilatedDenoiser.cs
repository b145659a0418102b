using System.Text.Json;
using EchoSynth.Denoisers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Samples;

/// <summary>
/// A network of one's own: residual blocks of dilated convolutions at half the size, without any pooling. Time and latent scale and shift the channels;
/// the mask is added once, as features that do not change over the steps.
/// </summary>
public sealed class DilatedDenoiser : nn.Module, IMaskConditionedDenoiser
{
    private const int Latent = 16;
    private readonly DilatedOptions _options;

    // Fields are registered under their names: they are what is trained, averaged and saved.
    private readonly Conv2d stem, maskStem, head;
    private readonly Embedding time;
    private readonly Linear latentMap;
    private readonly ModuleList<DilatedBlock> blocks;

    public DilatedDenoiser(DilatedOptions options)
        : base(nameof(DilatedDenoiser))
    {
        _options = options;
        stem = nn.Conv2d(1, options.Width, 4, stride: 2, padding: 1);
        maskStem = nn.Conv2d(options.MaskChannels, options.Width, 4, stride: 2, padding: 1);
        time = nn.Embedding(options.Steps, options.Width);
        latentMap = nn.Linear(Latent, options.Width);
        blocks = new ModuleList<DilatedBlock>([.. options.Dilations.Select(d => new DilatedBlock(options.Width, d))]);
        head = nn.Conv2d(options.Width, 4, 3, padding: 1);
        RegisterComponents();
    }

    public string Kind => "dilated";

    public object Options => _options;

    nn.Module IMaskConditionedDenoiser.Module => this;

    public int MaskChannels => _options.MaskChannels;

    public string? CheckSize(int width, int height) =>
        width % 2 == 0 && height % 2 == 0 ? null : $"The sides must be even; they are {width} and {height}.";

    public int LatentLength(int width, int height) => Latent;

    public MaskCondition Encode(Tensor mask) => new(mask, maskStem.forward(mask));              // [N, C, H/2, W/2]

    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
    {
        var style = nn.functional.silu(time.forward(step) + latentMap.forward(latent));         // [N, C]
        var x = stem.forward(noisy) + condition.Features[0];                                    // [N, C, H/2, W/2]
        foreach (var block in blocks)
            x = block.forward(x, style);
        return nn.functional.pixel_shuffle(head.forward(nn.functional.silu(x)), 2).tanh();      // [N, 1, H, W]
    }

    /// <summary>What <see cref="Checkpoints.DenoiserFactory"/> calls when a model folder names this kind.</summary>
    public static DilatedDenoiser FromJson(JsonElement options) => new(options.Deserialize<DilatedOptions>(JsonSerializerOptions.Web)!);
}
