using EchoSynth.Checkpoints;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Sampling;
using EchoSynth.Tensors;

namespace EchoSynth.Speed;

/// <summary>How fast a model draws images here, with what it has to do for one.</summary>
public sealed record SamplingSpeed
{
    private SamplingSpeed()
    {
    }

    /// <summary>Parameters, arithmetic and bytes of <see cref="Batch"/> images; null for a network of none of the library's layers, which cannot be counted.</summary>
    public NetworkCost? Cost { get; private init; }

    /// <summary>Denoising steps of an image.</summary>
    public int Steps { get; private init; }

    /// <summary>Images that go through the network together.</summary>
    public int Batch { get; private init; }

    /// <summary>What the network computed in.</summary>
    public Precision Precision { get; private init; }

    /// <summary>Seconds per image, from the mask to the pixels; of a batch, its time over its images.</summary>
    public Timing Image { get; private init; } = null!;

    /// <summary>Seconds of one image in which its noise is made on the processor; part of <see cref="Image"/>.</summary>
    public Timing Noise { get; private init; } = null!;

    /// <summary>Seconds in which one image and its mask are encoded as PNG, in memory; not part of <see cref="Image"/>.</summary>
    public Timing Encoding { get; private init; } = null!;

    /// <summary>The last image that was drawn while the time was taken, to be looked at.</summary>
    public EchoImage Example { get; private init; } = null!;

    /// <summary>Floating-point operations per second at the median; null where they cannot be counted.</summary>
    public double? FlopPerSecond => Cost?.FlopPerImage(Steps) / Image.Median;

    /// <summary>Measures a model where it is.</summary>
    /// <param name="model">The model; its weights may be untrained, the arithmetic is the same.</param>
    /// <param name="mask">The mask to draw.</param>
    /// <param name="options">How to draw; the defaults when null.</param>
    /// <param name="images">Images timed at most, at least 1; whole batches.</param>
    /// <param name="budget">How long, about; 10 s when null. Two batches are drawn in any case, one of them timed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range, or not for this model; lists every error.</exception>
    /// <exception cref="ArgumentException">The model needs a sector and neither the mask nor the model has one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SamplingSpeed Measure(EchoModel model, AnatomyMask mask, SamplerOptions? options = null, int images = 50, TimeSpan? budget = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        options ??= new SamplerOptions();
        if (options.Domain is null && model.Mask.Domains is [var first, ..])
            options = options with { Domain = first };
        using var sampler = new Sampler(model, options);
        using var process = new ReverseProcess(model, options, 1);
        var (time, size, batch) = (budget ?? TimeSpan.FromSeconds(10), model.ImageSize, sampler.MicroBatch);
        SyntheticImage? made = null;
        var seed = 0L;
        var drawn = Timing.Measure(() =>
        {
            SampleRequest[] requests = [.. Enumerable.Range(0, batch).Select(_ => new SampleRequest(mask, seed++))];
            made = sampler.Generate(requests, cancellationToken: cancellationToken)[0];
        }, 0.9 * time, (images + batch - 1) / batch, cancellationToken).Over(batch);
        var numbers = new float[size * size * (1 + process.Steps.Count(s => s.Deviation != 0))];
        var latent = new float[model.Denoiser.LatentLength(size, size) * process.Steps.Count];
        return new SamplingSpeed
        {
            Cost = CostOf(model, batch),
            Steps = process.Steps.Count,
            Batch = batch,
            Precision = options.Precision,
            Image = drawn,
            Noise = Timing.Measure(() =>
            {
                PhiloxNoise.Normal(numbers, 1, 0);
                PhiloxNoise.Normal(latent, 1, 1);
            }, 0.05 * time, cancellationToken: cancellationToken),
            Encoding = Timing.Measure(() => Encode(made!), 0.05 * time, cancellationToken: cancellationToken),
            Example = made!.Image,
        };
    }

    private static void Encode(SyntheticImage made)
    {
        PngWriter.Encode(made.Image.Width, made.Image.Height, 8, PngColour.Grey, made.Image.ToBytes(), spacing: made.Image.Spacing);
        PngWriter.Encode(made.Mask.Width, made.Mask.Height, 8, PngColour.Palette, made.Mask.Labels, PngCodec.LabelPalette, made.Mask.Spacing);
    }

    private static NetworkCost? CostOf(EchoModel model, int batch)
    {
        try
        {
            return NetworkCost.Of(model.Denoiser, model.ImageSize, model.ImageSize, batch);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
