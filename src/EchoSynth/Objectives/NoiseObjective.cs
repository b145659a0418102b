using EchoSynth.Training;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using static TorchSharp.torch;

namespace EchoSynth.Objectives;

/// <summary>L_simple of pure diffusion, mean‖ε − ε_θ(x_{t+1}, mask, t)‖² per pixel (arXiv 2006.11239, eq. 14; algorithm §8).</summary>
internal sealed class NoiseObjective(IMaskConditionedDenoiser denoiser, DiffusionProcess process, TrainedNetwork trained, LossMeter losses) : ITrainingObjective
{
    public void Update(TrainingBatch batch, long step)
    {
        using var scope = NewDisposeScope();
        var draw = batch.ForDenoiser;
        denoiser.Module.zero_grad();
        var noisy = process.Noisy(batch.Images, draw.Step, draw.Noise);                                    // [N, 1, H, W]
        var predicted = denoiser.Predict(noisy, denoiser.Encode(batch.Masks), draw.Step, draw.Latent);     // [N, 1, H, W]
        var loss = (predicted - draw.Noise).square().mean();                                               // []
        losses.Add("noise", loss);
        loss.backward();
        trained.Optimizer.step();
    }

    /// <summary>Options of the adversarial method that would bend this loss.</summary>
    public static IEnumerable<string> Errors(TrainerOptions options)
    {
        if (options.StepZeroProbability > 0)
            yield return FormattableString.Invariant($"StepZeroProbability is {options.StepZeroProbability}; it must be 0 for a model that predicts the noise (t is uniform).");
        if (options.SpreadWeight > 0)
            yield return FormattableString.Invariant($"SpreadWeight is {options.SpreadWeight}; it must be 0 for a model that predicts the noise (it has no latent).");
    }
}
