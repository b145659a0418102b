using System.Text.Json;
using EchoSynth.Denoisers;
using static TorchSharp.torch;

namespace EchoSynth.PublicApi.Tests;

/// <summary>A user's own network: one convolution over image, mask and a latent plane. Nothing here is internal to EchoSynth.</summary>
public sealed class OwnDenoiser : nn.Module, IMaskConditionedDenoiser
{
    private readonly TorchSharp.Modules.Conv2d convolution;
    private readonly OwnOptions _options;

    public OwnDenoiser(OwnOptions options)
        : base(nameof(OwnDenoiser))
    {
        _options = options;
        convolution = nn.Conv2d(1 + 4 + 2, 1, options.Kernel, padding: options.Kernel / 2);
        RegisterComponents();
    }

    public string Kind => "own-convolution";

    public object Options => _options;

    nn.Module IMaskConditionedDenoiser.Module => this;

    public int MaskChannels => 4;

    public string? CheckSize(int width, int height) => null;

    public int LatentLength(int width, int height) => width * height;

    public MaskCondition Encode(Tensor mask) => new(mask);

    /// <summary>Whether it was in training mode, call by call.</summary>
    public List<bool> Modes { get; } = [];

    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
    {
        Modes.Add(training);
        var time = ones_like(noisy) * step.to(float32).view(-1, 1, 1, 1);                                   // [N, 1, H, W]
        var input = cat([noisy, condition.Mask, latent.view(noisy.shape), time], 1);                        // [N, 7, H, W]
        return convolution.forward(input).tanh();                                                           // [N, 1, H, W]
    }

    public static OwnDenoiser FromJson(JsonElement options) => new(new OwnOptions(options.GetProperty("kernel").GetInt32()));
}

public sealed record OwnOptions(int Kernel);
