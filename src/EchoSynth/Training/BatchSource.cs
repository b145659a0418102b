using EchoSynth.Augmentation;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Tensors;

namespace EchoSynth.Training;

/// <summary>Makes the numbers of batches: each a pure function of (options, data, step). Safe for concurrent use.</summary>
internal sealed class BatchSource(TrainingSet data, MaskEncoding encoding, TrainerOptions options, int diffusionSteps, int latentLength)
{
    private const ulong OrderStream = 1UL << 63;
    private const ulong AugmentationStream = 1UL << 62;
    private const ulong StreamsPerStep = 16;
    private readonly PairAugmenter? _augmenter = options.Augmentation is { } augmentation ? new PairAugmenter(augmentation) : null;
    private Epoch _epoch = new(-1, []);

    public BatchBuffers CreateBuffers() => new(options.BatchSize, encoding.Channels, data.ImageSize, options.SpreadWeight > 0, latentLength);

    public void Fill(long step, BatchBuffers buffers, CancellationToken cancellationToken)
    {
        int n = options.BatchSize, pixels = data.ImageSize * data.ImageSize;
        for (var i = 0; i < n; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pair = Pair(step * n + i);
            var grey = pair.Image.Pixels;
            var row = buffers.Images.AsSpan(i * pixels, pixels);
            for (var p = 0; p < row.Length; p++)
                row[p] = 2 * grey[p] - 1;
            encoding.Encode(pair.Mask, buffers.Masks.AsSpan(i * encoding.Channels * pixels, encoding.Channels * pixels), pair.Item.Domain);
        }
        Draw(step, 0, buffers.ForDiscriminator, cancellationToken);
        Draw(step, 8, buffers.ForDenoiser, cancellationToken);
    }

    private void Draw(long step, ulong offset, DrawBuffers into, CancellationToken cancellationToken)
    {
        var seed = (ulong)options.Seed;
        var stream = (ulong)step * StreamsPerStep + offset;
        Span<float> u = stackalloc float[into.Step.Length];
        PhiloxNoise.Uniform(u, seed, stream);
        for (var i = 0; i < u.Length; i++)
            into.Step[i] = StepFrom(u[i]);
        float[][] normal = [into.Noise, into.NextNoise, into.Latent, into.PosteriorNoise, into.OtherLatent];
        for (var purpose = 0; purpose < normal.Length; purpose++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PhiloxNoise.Normal(normal[purpose], seed, stream + 1 + (ulong)purpose);
        }
    }

    private long StepFrom(float u)
    {
        var first = options.StepZeroProbability > 0 ? options.StepZeroProbability : 1.0 / diffusionSteps;
        if (u < first || diffusionSteps == 1)
            return 0;
        return Math.Min(diffusionSteps - 1, 1 + (long)((u - first) / (1 - first) * (diffusionSteps - 1)));
    }

    /// <summary>
    /// The pair at a position. Every epoch is a new permutation, a pure function of seed and epoch; the augmentation is one of seed and position, so that a pair
    /// comes back another way in every epoch.
    /// </summary>
    private EchoPair Pair(long position)
    {
        var (number, count) = (position / data.Pairs.Count, data.Pairs.Count);
        var epoch = Volatile.Read(ref _epoch);
        if (epoch.Number != number)
            Volatile.Write(ref _epoch, epoch = new Epoch(number, PhiloxNoise.Permutation(count, (ulong)options.Seed, OrderStream + (ulong)number)));
        var pair = data.Pairs[epoch.Order[position % count]];
        return _augmenter?.Apply(pair, PhiloxNoise.Word((ulong)position, (ulong)options.Seed, AugmentationStream)) ?? pair;
    }

    private sealed record Epoch(long Number, int[] Order);
}
