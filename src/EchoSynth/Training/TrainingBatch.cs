using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>One step's images, masks, steps t and noise. A pure function of (options, data, step number), so a resumed training sees the same.</summary>
internal sealed record TrainingBatch(Tensor Images, Tensor Masks, TrainingDraw ForDiscriminator, TrainingDraw ForDenoiser)
{
    /// <summary>Tensors from prepared numbers; they belong to the current dispose scope.</summary>
    public static TrainingBatch From(BatchBuffers from, int size, Device device)
    {
        var n = from.ForDenoiser.Step.Length;
        Tensor Put(float[] values, params long[] shape) => TensorData.FromFloats(values, shape).to(device);
        TrainingDraw Draw(DrawBuffers draw) => new(
            TensorData.FromLongs(draw.Step, n).to(device),
            Put(draw.Noise, n, 1, size, size),
            Put(draw.NextNoise, n, 1, size, size),
            Put(draw.Latent, n, draw.Latent.Length / n),
            Put(draw.PosteriorNoise, n, 1, size, size),
            draw.OtherLatent.Length > 0 ? Put(draw.OtherLatent, n, draw.OtherLatent.Length / n) : null);
        return new TrainingBatch(
            Put(from.Images, n, 1, size, size),
            Put(from.Masks, n, from.Masks.Length / from.Images.Length, size, size),
            Draw(from.ForDiscriminator),
            Draw(from.ForDenoiser));
    }

    /// <summary>The batch in parts of at most <paramref name="rows"/> images: itself where it has no more.</summary>
    public IEnumerable<TrainingBatch> Parts(int rows)
    {
        var count = Images.shape[0];
        if (rows >= count)
        {
            yield return this;
            yield break;
        }
        for (var start = 0L; start < count; start += rows)
        {
            var length = Math.Min(rows, count - start);
            var from = start;
            Tensor Part(Tensor all) => all.narrow(0, from, length);
            TrainingDraw Drawn(TrainingDraw draw) => new(Part(draw.Step), Part(draw.Noise), Part(draw.NextNoise), Part(draw.Latent), Part(draw.PosteriorNoise), draw.OtherLatent is null ? null : Part(draw.OtherLatent));
            yield return new TrainingBatch(Part(Images), Part(Masks), Drawn(ForDiscriminator), Drawn(ForDenoiser));
        }
    }
}

/// <summary>Random numbers of one network's half step.</summary>
/// <param name="Step">t [N], int64</param>
/// <param name="Noise">η of x_t [N, 1, H, W]</param>
/// <param name="NextNoise">η of x_{t+1} [N, 1, H, W]</param>
/// <param name="Latent">z [N, L]</param>
/// <param name="PosteriorNoise">η of the posterior draw [N, 1, H, W]</param>
/// <param name="OtherLatent">a second z [N, L], where the spread between latents counts</param>
internal sealed record TrainingDraw(Tensor Step, Tensor Noise, Tensor NextNoise, Tensor Latent, Tensor PosteriorNoise, Tensor? OtherLatent);
