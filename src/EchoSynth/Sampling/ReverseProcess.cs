using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Tensors;
using EchoSynth.Validation;
using static TorchSharp.torch;

namespace EchoSynth.Sampling;

/// <summary>The steps a sampler takes with a model, and the arithmetic of one: the same for every method, since each draws x_j = c·x̂_0 + d·x_i + σ·η.</summary>
internal sealed class ReverseProcess : IDisposable
{
    private readonly bool _noise;
    private readonly Tensor _indices;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range, or not for this model; lists every error.</exception>
    public ReverseProcess(EchoModel model, SamplerOptions options, int microBatch)
    {
        OptionsGuard.Validate(options, Errors(model, options));
        var schedule = model.Schedule;
        _noise = model.Denoiser.Output == DenoiserOutput.Noise;
        Steps = Method(model, options) switch
        {
            SamplingMethod.Posterior => ReverseStep.Posterior(schedule),
            SamplingMethod.Ddpm => ReverseStep.Generalised(schedule, options.SamplingSteps ?? schedule.Steps, 1),
            _ => ReverseStep.Generalised(schedule, options.SamplingSteps ?? schedule.Steps, options.Eta),
        };
        using var scope = NewDisposeScope();
        _indices = tensor(Steps.Select(s => (long)s.Index).ToArray()).unsqueeze(1).repeat(1, microBatch).to(model.Device).DetachFromDisposeScope(); // [S, N]
    }

    /// <summary>In the order taken.</summary>
    public IReadOnlyList<ReverseStep> Steps { get; }

    /// <summary>The first step of an image: 0 from noise, later from a source.</summary>
    /// <exception cref="ArgumentException">The strength is out of range, or the source is not as large as the mask.</exception>
    public int First(SampleRequest request)
    {
        if (!(request.Strength > 0 && request.Strength <= 1))
            throw new ArgumentException(FormattableString.Invariant($"Strength is {request.Strength} for '{request.Id}'; it must be above 0 and at most 1."));
        if (request.Source is { } source && (source.Width, source.Height) != (request.Mask.Width, request.Mask.Height))
            throw new ArgumentException($"The source image of '{request.Id}' is {source.Width} × {source.Height}, its mask {request.Mask.Width} × {request.Mask.Height}; they must be of one size.");
        // Not ⌈0.1 · 10⌉ = 2 for a product that rounds up.
        return request.Source is null ? 0 : Steps.Count - Math.Clamp((int)Math.Ceiling(request.Strength * Steps.Count - 1e-9), 1, Steps.Count);
    }

    /// <summary>What the network is told at a step: t [N], int64.</summary>
    public Tensor Index(int step) => _indices.select(0, step);

    /// <summary>x̂_0 from what the network predicts; a noise prediction says it within [−1, 1], as in the published code of DDPM.</summary>
    public Tensor Clean(ReverseStep step, Tensor x, Tensor predicted) =>
        _noise ? ((x - predicted * step.Noise) / step.Signal).clamp(-1, 1) : predicted; // [N, 1, H, W]

    /// <summary>x before a step, in which the rows that begin with it are their sources, noised: A_i x_0 + S_i ε.</summary>
    /// <remarks>What was computed for such a row before is of no account: an image must not depend on who else is in its batch.</remarks>
    public static Tensor Enter(ReverseStep step, Tensor x, Tensor sources, Tensor ε, bool[] begins)
    {
        if (!begins.Contains(true))
            return x;
        var row = TensorData.Rows(begins.Length, [1, 1, 1], (n, value) => value[0] = begins[n] ? 1 : 0).to(x.device); // [N, 1, 1, 1]
        return x * (1 - row) + (sources * step.Signal + ε * step.Noise) * row;                       // [N, 1, H, W]
    }

    /// <summary>The next x; <paramref name="η"/> is null where the step adds no noise.</summary>
    public static Tensor Next(ReverseStep step, Tensor x, Tensor clean, Tensor? η)
    {
        var mean = clean * step.Clean + x * step.Noisy;             // [N, 1, H, W]
        return η is null ? mean : mean + η * step.Deviation;        // [N, 1, H, W]
    }

    public void Dispose() => _indices.Dispose();

    /// <summary>The method that was asked for, or that of the model's network.</summary>
    public static SamplingMethod Method(EchoModel model, SamplerOptions options) =>
        options.Method ?? (model.Denoiser.Output == DenoiserOutput.Noise ? SamplingMethod.Ddpm : SamplingMethod.Posterior);

    private static IEnumerable<string> Errors(EchoModel model, SamplerOptions options)
    {
        var (method, trained) = (Method(model, options), model.Schedule.Steps);
        if (options.Domain is not null && model.Mask.DomainProblem(options.Domain) is { } problem)
            yield return $"Domain {problem}";
        if (model.Denoiser.Output == DenoiserOutput.CleanImage && method != SamplingMethod.Posterior)
            yield return $"Method is {method}; it must be Posterior for this model, whose network predicts the clean image (adversarial training).";
        if (model.Denoiser.Output == DenoiserOutput.Noise && method == SamplingMethod.Posterior)
            yield return "Method is Posterior; it must be Ddpm or Ddim for this model, whose network predicts the noise (pure diffusion).";
        if (options.SamplingSteps > trained)
            yield return $"SamplingSteps is {options.SamplingSteps}; it must be between 1 and {trained}, the steps of the model's schedule.";
        if (method == SamplingMethod.Posterior && options.SamplingSteps < trained)
            yield return $"SamplingSteps is {options.SamplingSteps}; it must be {trained} with Method Posterior: every step was trained for its own size.";
        if (method != SamplingMethod.Ddim && options.Eta != 0)
            yield return FormattableString.Invariant($"Eta is {options.Eta}; it must be 0 with Method {method}: it belongs to Ddim.");
        if (options.Precision == Precision.MixedBFloat16 && !Devices.HasBFloat16(model.Device))
            yield return $"Precision is MixedBFloat16; it must be Full on this {model.Device.type}, which has no bfloat16 arithmetic.";
    }
}
