using static TorchSharp.torch;

namespace EchoSynth.Diffusion;

/// <summary>The forward process and the posterior of a schedule, on tensors; t may differ per image.</summary>
internal sealed class DiffusionProcess : IDisposable
{
    private readonly Tensor _signal, _noise, _stepSignal, _stepNoise, _clean, _noisy, _deviation;

    public DiffusionProcess(IDiffusionSchedule schedule, Device device)
    {
        Schedule = schedule;
        using var scope = NewDisposeScope();
        Tensor Table(IEnumerable<double> values) =>
            tensor(values.Select(v => (float)v).ToArray()).to(device).DetachFromDisposeScope(); // [T] or [T+1]
        _signal = Table(schedule.Signal);
        _noise = Table(schedule.Noise);
        _stepSignal = Table(schedule.StepSignal.Skip(1)); // indexed by t: the step from x_t to x_{t+1}
        _stepNoise = Table(schedule.StepNoise.Skip(1));
        _clean = Table(schedule.PosteriorCleanWeight);
        _noisy = Table(schedule.PosteriorNoisyWeight);
        _deviation = Table(schedule.PosteriorVariance.Select(Math.Sqrt));
    }

    public IDiffusionSchedule Schedule { get; }

    /// <summary>x_t = A_t x_0 + S_t η and x_{t+1} = a_{t+1} x_t + s_{t+1} η′ (algorithm §2).</summary>
    /// <param name="x0">[N, 1, H, W]</param>
    /// <param name="t">[N], int64, 0…T−1</param>
    /// <param name="η">[N, 1, H, W], standard normal</param>
    /// <param name="ηNext">[N, 1, H, W], standard normal, independent of η</param>
    public (Tensor Current, Tensor Next) Pair(Tensor x0, Tensor t, Tensor η, Tensor ηNext)
    {
        var current = At(_signal, t) * x0 + At(_noise, t) * η;              // [N, 1, H, W]
        var next = At(_stepSignal, t) * current + At(_stepNoise, t) * ηNext; // [N, 1, H, W]
        return (current, next);
    }

    /// <summary>x_{t+1} = A_{t+1} x_0 + S_{t+1} η, in one go.</summary>
    /// <param name="x0">[N, 1, H, W]</param>
    /// <param name="t">[N], int64, 0…T−1</param>
    /// <param name="η">[N, 1, H, W], standard normal</param>
    public Tensor Noisy(Tensor x0, Tensor t, Tensor η) => At(_signal, t + 1) * x0 + At(_noise, t + 1) * η; // [N, 1, H, W]

    /// <summary>A draw of q(x_t | x_{t+1}, x̂_0) = c1 x̂_0 + c2 x_{t+1} + √var η (algorithm §3); η plays no part where t = 0.</summary>
    public Tensor Posterior(Tensor x0, Tensor next, Tensor t, Tensor η) =>
        At(_clean, t) * x0 + At(_noisy, t) * next + At(_deviation, t) * η; // [N, 1, H, W]

    public void Dispose()
    {
        foreach (var table in (Tensor[])[_signal, _noise, _stepSignal, _stepNoise, _clean, _noisy, _deviation])
            table.Dispose();
    }

    private static Tensor At(Tensor table, Tensor t) => table.index_select(0, t).view(-1, 1, 1, 1); // [N, 1, 1, 1]
}
