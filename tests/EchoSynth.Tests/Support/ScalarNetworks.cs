using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

/// <summary>A denoiser of three numbers, x̂_0 = tanh(a·x + b·mask_0 + c·z), so that its updates can be computed by hand. It keeps what it was asked.</summary>
internal sealed class ScalarDenoiser : nn.Module, IMaskConditionedDenoiser
{
    private readonly Parameter a, b, c;

    public ScalarDenoiser()
        : base(nameof(ScalarDenoiser))
    {
        (a, b, c) = (new Parameter(tensor(new[] { 0.5f })), new Parameter(tensor(new[] { 0.2f })), new Parameter(tensor(new[] { 0.3f })));
        RegisterComponents();
    }

    public List<(float[] Noisy, long[] Step, float[] Latent, float[] Result)> Asked { get; } = [];

    public bool Keep { get; init; }

    public string Kind => "scalar";

    public object Options { get; } = new { };

    nn.Module IMaskConditionedDenoiser.Module => this;

    public int MaskChannels => 4;

    public string? CheckSize(int width, int height) => null;

    public int LatentLength(int width, int height) => 1;

    public MaskCondition Encode(Tensor mask) => new(mask);

    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
    {
        var result = (a * noisy + b * condition.Mask.narrow(1, 0, 1) + c * latent.view(-1, 1, 1, 1)).tanh(); // [N, 1, H, W]
        if (Keep)
            Asked.Add((EchoSynth.Tensors.TensorData.ToFloats(noisy), step.data<long>().ToArray(), EchoSynth.Tensors.TensorData.ToFloats(latent), EchoSynth.Tensors.TensorData.ToFloats(result)));
        return result;
    }
}

/// <summary>A discriminator of three numbers, mean over pixels of p·x_t + q·x_{t+1} + r·x_t².</summary>
internal sealed class ScalarDiscriminator : nn.Module, IDiscriminator
{
    private readonly Parameter p, q, r;

    public ScalarDiscriminator()
        : base(nameof(ScalarDiscriminator))
    {
        (p, q, r) = (new Parameter(tensor(new[] { 0.7f })), new Parameter(tensor(new[] { -0.4f })), new Parameter(tensor(new[] { 0.25f })));
        RegisterComponents();
    }

    public string Kind => "scalar";

    public object Options { get; } = new { };

    nn.Module IDiscriminator.Module => this;

    public bool SeesMask => false;

    public string? CheckSize(int width, int height) => null;

    public Tensor Score(Tensor current, Tensor next, Tensor step, Tensor? mask) =>
        (p * current + q * next + r * current.square()).mean([1, 2, 3]); // [N]
}
