using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Objectives;

/// <summary>L_simple of pure diffusion, mean‖ε − ε_θ(x_{t+1}, mask, t)‖² per pixel (arXiv 2006.11239, eq. 14; algorithm §8).</summary>
internal sealed class NoiseObjective(IMaskConditionedDenoiser denoiser, DiffusionProcess process, TrainedNetwork trained, TrainerOptions options, LossMeter losses) : ITrainingObjective
{
    public void Update(IReadOnlyList<TrainingBatch> batches, long step)
    {
        denoiser.Module.zero_grad();
        foreach (var batch in batches)
            Gradient(batch, 1.0 / batches.Count);
        trained.Step(options, losses);
    }

    private void Gradient(TrainingBatch batch, double share)
    {
        using var scope = NewDisposeScope();
        using var precision = MixedPrecision.Use(options.Precision);
        var draw = batch.ForDenoiser;
        var noisy = process.Noisy(batch.Images, draw.Step, draw.Noise);                                    // [N, 1, H, W]
        var predicted = denoiser.Predict(noisy, denoiser.Encode(batch.Masks), draw.Step, draw.Latent);     // [N, 1, H, W]
        var loss = (predicted - draw.Noise).square().mean();                                               // []
        losses.Add("noise", loss);
        (share == 1 ? loss : loss * share).backward();
    }

    /// <summary>Options of the adversarial method that would bend this loss.</summary>
    public static IEnumerable<string> Errors(TrainerOptions options)
    {
        const string why = "for a model that predicts the noise";
        if (options.StepZeroProbability > 0)
            yield return FormattableString.Invariant($"StepZeroProbability is {options.StepZeroProbability}; it must be 0 {why} (t is uniform).");
        if (options.SsimWeight > 0)
            yield return FormattableString.Invariant($"SsimWeight is {options.SsimWeight}; it must be 0 {why} (no clean image is compared).");
        if (options.RegionWeights is not null)
            yield return $"RegionWeights is given; it must be null {why} (no clean image is compared).";
    }
}
