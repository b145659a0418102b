using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

/// <summary>
/// The best possible ε for pixels drawn from N(m, s²): S_i (x − A_i m)/(A_i² s² + S_i²); with s = 0 the true ε of a point mass.
/// Knows nothing of masks.
/// </summary>
internal sealed class GaussianNoiseDenoiser(IDiffusionSchedule schedule, double mean, double deviation) : IMaskConditionedDenoiser
{
    private readonly nn.Module _module = nn.Identity();

    public string Kind => "gaussian-toy";

    public object Options { get; } = new { };

    public nn.Module Module => _module;

    public int MaskChannels => 4;

    public DenoiserOutput Output => DenoiserOutput.Noise;

    public string? CheckSize(int width, int height) => null;

    public int LatentLength(int width, int height) => 0;

    public MaskCondition Encode(Tensor mask) => new(mask);

    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
    {
        Assert.Equal(0, latent.shape[1]);
        var i = (int)step[0].item<long>() + 1;
        var (A, S) = (schedule.Signal[i], schedule.Noise[i]);
        return (noisy - A * mean) * (S / (A * A * deviation * deviation + S * S)); // [N, 1, H, W]
    }

    public void Dispose() => _module.Dispose();
}
