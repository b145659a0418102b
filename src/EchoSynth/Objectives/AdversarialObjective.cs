using EchoSynth.Training;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;
using static TorchSharp.torch;

namespace EchoSynth.Objectives;

/// <summary>One step of the adversarial method (arXiv 2112.07804, algorithm 1; algorithm §7): the discriminator, then the denoiser.</summary>
internal sealed class AdversarialObjective(
    IMaskConditionedDenoiser denoiser, IDiscriminator discriminator, DiffusionProcess process, TrainerState state, TrainerOptions options, LossMeter losses) : ITrainingObjective
{
    private readonly TrainedNetwork _trainedDiscriminator = state.Discriminator!;

    public void Update(TrainingBatch batch, long step)
    {
        UpdateDiscriminator(batch, step);
        UpdateDenoiser(batch);
    }

    private void UpdateDiscriminator(TrainingBatch batch, long step)
    {
        using var scope = NewDisposeScope();
        var (t, η, ηNext, z, ηPosterior, _) = batch.ForDiscriminator;
        var mask = discriminator.SeesMask ? batch.Masks : null;
        _trainedDiscriminator.Freeze(false);
        discriminator.Module.zero_grad();

        var (current, next) = process.Pair(batch.Images, t, η, ηNext);
        Tensor fake;
        using (no_grad())
            fake = process.Posterior(denoiser.Predict(next, denoiser.Encode(batch.Masks), t, z), next, t, ηPosterior);

        var penalise = options.R1Gamma > 0 && step % options.R1Interval == 0;
        if (penalise)
            current.requires_grad_(true);
        var real = discriminator.Score(current, next, t, mask);
        var loss = AdversarialLosses.Real(real) + AdversarialLosses.Fake(discriminator.Score(fake, next, t, mask));
        losses.Add("discriminator", loss);
        if (penalise)
        {
            var r1 = AdversarialLosses.R1(real, current);
            losses.Add("r1", r1);
            loss = loss + r1 * (options.R1Gamma / 2 * (options.R1ScaledByInterval ? options.R1Interval : 1));
        }
        loss.backward();
        _trainedDiscriminator.Optimizer.step();
    }

    private void UpdateDenoiser(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var (t, η, ηNext, z, ηPosterior, zOther) = batch.ForDenoiser;
        _trainedDiscriminator.Freeze(true);
        denoiser.Module.zero_grad();

        var (_, next) = process.Pair(batch.Images, t, η, ηNext);
        var condition = denoiser.Encode(batch.Masks);
        var clean = denoiser.Predict(next, condition, t, z);                                    // [N, 1, H, W]
        var drawn = process.Posterior(clean, next, t, ηPosterior);                              // [N, 1, H, W]
        var adversarial = AdversarialLosses.Real(discriminator.Score(drawn, next, t, discriminator.SeesMask ? batch.Masks : null));
        var l1 = (clean - batch.Images).abs().mean();
        losses.Add("adversarial", adversarial);
        losses.Add("l1", l1);
        var reconstruction = l1;
        if (zOther is not null)
        {
            Tensor other;
            using (no_grad())
                other = denoiser.Predict(next, condition, t, zOther);                           // [N, 1, H, W]
            var spread = (clean - other).abs().mean();
            losses.Add("spread", spread);
            reconstruction = l1 - spread * options.SpreadWeight;
        }
        (adversarial + reconstruction * options.L1Weight).backward();
        state.Denoiser.Optimizer.step();
    }
}
