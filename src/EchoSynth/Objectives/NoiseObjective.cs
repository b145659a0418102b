using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Objectives;

/// <summary>L_simple of pure diffusion, mean‖ε − ε_θ(x_{t+1}, mask, t)‖² per pixel (arXiv 2006.11239, eq. 14; algorithm §8).</summary>
internal sealed class NoiseObjective(IMaskConditionedDenoiser denoiser, DiffusionProcess process, TrainedNetwork trained, TrainerOptions options, LossMeter losses) : ITrainingObjective
{
    private int _rows = options.BatchSize;

    /// <summary>Told the rows that go through the network together from now on, and why they are fewer than before.</summary>
    public Action<int, Exception>? Halved { get; init; }

    public void Update(IReadOnlyList<TrainingBatch> batches, long step)
    {
        // Where other ranks take part, sums may be on their way already, and nothing can be taken back.
        // The loss of an image does not depend on the others of its batch, so the gradient of a batch is the sum of its parts': less memory, the same step (but for the order of sums).
        while (true)
        {
            try
            {
                Gradients(batches);
                break;
            }
            catch (Exception e) when (_rows > 1 && !trained.IsShared && DeviceMemory.IsExhausted(e))
            {
                _rows /= 2;
                Halved?.Invoke(_rows, e);
            }
        }
        trained.Step(options, losses);
    }

    private void Gradients(IReadOnlyList<TrainingBatch> batches)
    {
        using var scope = NewDisposeScope();
        denoiser.Module.zero_grad();
        var noted = new List<Tensor>();
        foreach (var batch in batches)
        {
            Tensor? whole = null;
            foreach (var part in batch.Parts(_rows))
            {
                // Of a whole batch it is 1 to the bit.
                var share = (double)part.Images.shape[0] / batch.Images.shape[0];
                if (ReferenceEquals(batch, batches[^1]))
                    trained.BeginLast();
                var loss = Gradient(part, share / (batches.Count * trained.Ranks));
                whole = share == 1 ? loss : whole is null ? loss * share : whole + loss * share;
            }
            noted.Add(whole!);
        }
        foreach (var loss in noted)
            losses.Add("noise", loss);
    }

    private Tensor Gradient(TrainingBatch batch, double share)
    {
        using var scope = NewDisposeScope();
        using var precision = MixedPrecision.Use(options.Precision);
        var draw = batch.ForDenoiser;
        var noisy = process.Noisy(batch.Images, draw.Step, draw.Noise);                                    // [N, 1, H, W]
        var predicted = denoiser.Predict(noisy, denoiser.Encode(batch.Masks), draw.Step, draw.Latent);     // [N, 1, H, W]
        var loss = (predicted - draw.Noise).square().mean();                                               // []
        (share == 1 ? loss : loss * share).backward();
        return loss.detach().MoveToOuterDisposeScope();
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
