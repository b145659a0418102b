using EchoSynth.Denoisers;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

/// <summary>Says that what it sees is clean already.</summary>
internal sealed class EchoingDenoiser : IMaskConditionedDenoiser
{
    public string Kind => "echoing";

    public object Options { get; } = new { };

    public nn.Module Module { get; } = nn.Identity();

    public int MaskChannels => 4;

    public string? CheckSize(int width, int height) => null;

    public int LatentLength(int width, int height) => 1;

    public MaskCondition Encode(Tensor mask) => new(mask);

    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent) => noisy.clone();

    public void Dispose() => Module.Dispose();
}
