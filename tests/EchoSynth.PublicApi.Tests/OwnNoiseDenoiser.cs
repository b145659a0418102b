using EchoSynth.Denoisers;
using static TorchSharp.torch;

namespace EchoSynth.PublicApi.Tests;

/// <summary>A user's own network for pure diffusion: it says that it predicts the noise, and takes no latent.</summary>
public sealed class OwnNoiseDenoiser : nn.Module, IMaskConditionedDenoiser
{
    private readonly TorchSharp.Modules.Conv2d convolution;

    public OwnNoiseDenoiser()
        : base(nameof(OwnNoiseDenoiser))
    {
        convolution = nn.Conv2d(1 + 4, 1, 3, padding: 1);
        RegisterComponents();
    }

    public string Kind => "own-noise";

    public object Options { get; } = new { };

    nn.Module IMaskConditionedDenoiser.Module => this;

    public int MaskChannels => 4;

    public DenoiserOutput Output => DenoiserOutput.Noise;

    public string? CheckSize(int width, int height) => null;

    public int LatentLength(int width, int height) => 0;

    public MaskCondition Encode(Tensor mask) => new(mask);

    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent) =>
        convolution.forward(cat([noisy, condition.Mask], 1)); // [N, 1, H, W]
}
