using EchoSynth.Denoisers;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

/// <summary>A network on a device whose memory is enough for some rows, or for some calls: then libtorch's own allocator refuses, which is asked for a pebibyte.</summary>
internal sealed class LimitedDenoiser(IMaskConditionedDenoiser inner, int rows, int calls = int.MaxValue) : IMaskConditionedDenoiser
{
    public int Calls { get; private set; }

    public string Kind => inner.Kind;

    public object Options => inner.Options;

    public nn.Module Module => inner.Module;

    public int MaskChannels => inner.MaskChannels;

    public DenoiserOutput Output => inner.Output;

    public string? CheckSize(int width, int height) => inner.CheckSize(width, height);

    public int LatentLength(int width, int height) => inner.LatentLength(width, height);

    public MaskCondition Encode(Tensor mask) => inner.Encode(mask);

    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
    {
        Calls++;
        if (noisy.shape[0] > rows || Calls > calls)
            empty([1L << 50], uint8).Dispose();
        return inner.Predict(noisy, condition, step, latent);
    }

    public void Dispose() => inner.Dispose();
}
