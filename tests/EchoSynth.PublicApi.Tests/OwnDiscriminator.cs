using EchoSynth.Discriminators;
using static TorchSharp.torch;

namespace EchoSynth.PublicApi.Tests;

/// <summary>A user's own discriminator: one strided convolution, the mean is the logit.</summary>
public sealed class OwnDiscriminator : nn.Module, IDiscriminator
{
    private readonly TorchSharp.Modules.Conv2d convolution;

    public OwnDiscriminator()
        : base(nameof(OwnDiscriminator))
    {
        convolution = nn.Conv2d(2, 1, 4, stride: 2);
        RegisterComponents();
    }

    public string Kind => "own";

    public object Options { get; } = new { };

    nn.Module IDiscriminator.Module => this;

    public bool SeesMask => false;

    public string? CheckSize(int width, int height) => null;

    public Tensor Score(Tensor current, Tensor next, Tensor step, Tensor? mask) =>
        convolution.forward(cat([current, next], 1)).flatten(1).mean([1]); // [N]
}
