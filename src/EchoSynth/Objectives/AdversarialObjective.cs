using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Objectives;

/// <summary>One step of the adversarial method (arXiv 2112.07804, algorithm 1; algorithm §7): the discriminator, then the denoiser.</summary>
internal sealed class AdversarialObjective(
    IMaskConditionedDenoiser denoiser, IDiscriminator discriminator, DiffusionProcess process, TrainerState state, Reconstruction reconstruction, TrainerOptions options, LossMeter losses) : ITrainingObjective
{
    private readonly TrainedNetwork _trainedDiscriminator = state.Discriminator!;

    public void Update(IReadOnlyList<TrainingBatch> batches, long step)
    {
        _trainedDiscriminator.Freeze(false);
        discriminator.Module.zero_grad();
        foreach (var batch in batches)
        {
            if (ReferenceEquals(batch, batches[^1]))
                _trainedDiscriminator.BeginLast();
            DiscriminatorGradient(batch, step, 1.0 / (batches.Count * _trainedDiscriminator.Ranks));
        }
        _trainedDiscriminator.Step(options, losses);

        _trainedDiscriminator.Freeze(true);
        denoiser.Module.zero_grad();
        foreach (var batch in batches)
        {
            if (ReferenceEquals(batch, batches[^1]))
                state.Denoiser.BeginLast();
            DenoiserGradient(batch, 1.0 / (batches.Count * state.Denoiser.Ranks));
        }
        state.Denoiser.Step(options, losses);
    }

    private void DiscriminatorGradient(TrainingBatch batch, long step, double share)
    {
        using var scope = NewDisposeScope();
        var (t, η, ηNext, z, ηPosterior, _) = batch.ForDiscriminator;
        var mask = discriminator.SeesMask ? batch.Masks : null;
        var (current, next) = process.Pair(batch.Images, t, η, ηNext);                          // [N, 1, H, W] each
        Tensor fake;
        using (no_grad())
        using (MixedPrecision.Use(options.Precision))
            fake = process.Posterior(denoiser.Predict(next, denoiser.Encode(batch.Masks), t, z), next, t, ηPosterior); // [N, 1, H, W]

        var penalise = options.R1Gamma > 0 && step % options.R1Interval == 0;
        if (penalise)
            current.requires_grad_(true);
        // A gradient of a gradient is not for bfloat16: steps with R1 run in full precision.
        using var precision = MixedPrecision.Use(penalise ? Precision.Full : options.Precision);
        var real = discriminator.Score(current, next, t, mask);
        var loss = AdversarialLosses.Real(real) + AdversarialLosses.Fake(discriminator.Score(fake, next, t, mask));
        losses.Add("discriminator", loss);
        if (penalise)
        {
            var r1 = AdversarialLosses.R1(real, current);
            losses.Add("r1", r1);
            loss = loss + r1 * (options.R1Gamma / 2 * (options.R1ScaledByInterval ? options.R1Interval : 1));
        }
        Backward(loss, share);
    }

    private void DenoiserGradient(TrainingBatch batch, double share)
    {
        using var scope = NewDisposeScope();
        using var precision = MixedPrecision.Use(options.Precision);
        var (t, η, ηNext, z, ηPosterior, zOther) = batch.ForDenoiser;
        var (_, next) = process.Pair(batch.Images, t, η, ηNext);
        var condition = denoiser.Encode(batch.Masks);
        var clean = denoiser.Predict(next, condition, t, z);                                    // [N, 1, H, W]
        var drawn = process.Posterior(clean, next, t, ηPosterior);                              // [N, 1, H, W]
        var adversarial = AdversarialLosses.Real(discriminator.Score(drawn, next, t, discriminator.SeesMask ? batch.Masks : null));
        losses.Add("adversarial", adversarial);
        Tensor? other = null;
        if (zOther is not null)
        {
            using var frozen = no_grad();
            other = denoiser.Predict(next, condition, t, zOther);                               // [N, 1, H, W]
        }
        Backward(adversarial + reconstruction.Loss(clean, batch.Images, batch.Masks, other), share);
    }

    private static void Backward(Tensor loss, double share) => (share == 1 ? loss : loss * share).backward();
}
