using EchoSynth.Checkpoints;
using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>One step's images, masks, steps t and noise. A pure function of (options, data, step number), so a resumed training sees the same.</summary>
internal sealed record TrainingBatch(Tensor Images, Tensor Masks, TrainingDraw ForDiscriminator, TrainingDraw ForDenoiser);

/// <summary>Random numbers of one network's half step.</summary>
/// <param name="Step">t [N], int64</param>
/// <param name="Noise">η of x_t [N, 1, H, W]</param>
/// <param name="NextNoise">η of x_{t+1} [N, 1, H, W]</param>
/// <param name="Latent">z [N, L]</param>
/// <param name="PosteriorNoise">η of the posterior draw [N, 1, H, W]</param>
/// <param name="OtherLatent">a second z [N, L], where the spread between latents counts</param>
internal sealed record TrainingDraw(Tensor Step, Tensor Noise, Tensor NextNoise, Tensor Latent, Tensor PosteriorNoise, Tensor? OtherLatent);

/// <summary>Makes batches.</summary>
internal sealed class BatchSource(TrainingSet data, MaskEncoding encoding, TrainerOptions options, int diffusionSteps, int latentLength, Device device)
{
    private const ulong OrderStream = 1UL << 63;
    private const ulong StreamsPerStep = 16;
    private long _epoch = -1;
    private int[] _order = [];

    /// <summary>The batch of a step; its tensors belong to the current dispose scope.</summary>
    public TrainingBatch Make(long step)
    {
        int n = options.BatchSize, size = data.ImageSize;
        var chosen = Enumerable.Range(0, n).Select(i => data.Pairs[Index(step * n + i)]).ToArray();
        var images = TensorData.Rows(n, [1, size, size], (i, row) =>
        {
            var pixels = chosen[i].Image.Pixels;
            for (var p = 0; p < row.Length; p++)
                row[p] = 2 * pixels[p] - 1;
        });
        var masks = TensorData.Rows(n, [encoding.Channels, size, size], (i, row) => encoding.Encode(chosen[i].Mask, row));
        return new TrainingBatch(images.to(device), masks.to(device), Draw(step, 0, n, size, false), Draw(step, 8, n, size, options.SpreadWeight > 0));
    }

    private TrainingDraw Draw(long step, ulong offset, int n, int size, bool two)
    {
        var seed = (ulong)options.Seed;
        var stream = (ulong)step * StreamsPerStep + offset;
        Tensor Normal(ulong purpose, params long[] shape)
        {
            var values = empty(shape, float32);
            PhiloxNoise.Normal(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(values.bytes), seed, stream + purpose);
            return values.to(device);
        }

        Span<float> u = stackalloc float[n];
        PhiloxNoise.Uniform(u, seed, stream);
        var t = new long[n];
        for (var i = 0; i < n; i++)
            t[i] = StepFrom(u[i]);
        return new TrainingDraw(
            TensorData.FromLongs(t, n).to(device),
            Normal(1, n, 1, size, size),
            Normal(2, n, 1, size, size),
            Normal(3, n, latentLength),
            Normal(4, n, 1, size, size),
            two ? Normal(5, n, latentLength) : null);
    }

    private long StepFrom(float u)
    {
        var first = options.StepZeroProbability > 0 ? options.StepZeroProbability : 1.0 / diffusionSteps;
        if (u < first || diffusionSteps == 1)
            return 0;
        return Math.Min(diffusionSteps - 1, 1 + (long)((u - first) / (1 - first) * (diffusionSteps - 1)));
    }

    /// <summary>Which pair comes at a position: every epoch is a new permutation, a pure function of seed and epoch.</summary>
    private int Index(long position)
    {
        var epoch = position / data.Pairs.Count;
        if (epoch != _epoch)
            (_epoch, _order) = (epoch, PhiloxNoise.Permutation(data.Pairs.Count, (ulong)options.Seed, OrderStream + (ulong)epoch));
        return _order[position % data.Pairs.Count];
    }
}
