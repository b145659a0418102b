using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using static TorchSharp.torch;

namespace EchoSynth.Evaluation;

/// <summary>
/// The arithmetic of a network, counted on a forward pass that is really run: the products of convolutions (the depthwise FIR filters too), of linear maps and of
/// attention, each with its addition. Norms, activations and other work element by element are not counted.
/// </summary>
/// <remarks>
/// One multiply–add is two floating-point operations (FLOP). A padded border counts as if it were image, as is usual.
/// Bytes are those of the same layers, and the least that can be: each layer reads its weights and what goes in once and writes its result once. Not counted are biases, what norms,
/// activations and sums move between the layers (a library that fuses them moves nothing for them), weights laid out in another order, and what a cache saves.
/// </remarks>
public sealed record NetworkCost
{
    private NetworkCost()
    {
    }

    /// <summary>Trainable numbers of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>Images that went through together.</summary>
    public required int Batch { get; init; }

    /// <summary>Multiply–adds of <see cref="IMaskConditionedDenoiser.Encode"/>: once per mask, whatever the number of steps. 0 for discriminators.</summary>
    /// <value>Of the whole batch.</value>
    public required long OncePerMask { get; init; }

    /// <summary>Multiply–adds of one <see cref="IMaskConditionedDenoiser.Predict"/>, or of one <see cref="IDiscriminator.Score"/>.</summary>
    /// <value>Of the whole batch.</value>
    public required long PerStep { get; init; }

    /// <summary>Multiply–adds of one image: <see cref="OncePerMask"/> + steps · <see cref="PerStep"/>, over <see cref="Batch"/>.</summary>
    /// <param name="steps">T, the number of denoising steps; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one step.</exception>
    public long MultiplyAddsPerImage(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return (OncePerMask + steps * PerStep) / Batch;
    }

    /// <summary>Floating-point operations of one image: twice <see cref="MultiplyAddsPerImage"/>.</summary>
    /// <param name="steps">T, the number of denoising steps; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one step.</exception>
    public double FlopPerImage(int steps) => 2.0 * MultiplyAddsPerImage(steps);

    /// <summary>Bytes of weights that <see cref="IMaskConditionedDenoiser.Encode"/> reads; the same for every batch.</summary>
    public required long WeightBytesOncePerMask { get; init; }

    /// <summary>Bytes of activations that <see cref="IMaskConditionedDenoiser.Encode"/> reads and writes.</summary>
    /// <value>Of the whole batch.</value>
    public required long ActivationBytesOncePerMask { get; init; }

    /// <summary>Bytes of weights that one step reads; the same for every batch.</summary>
    public required long WeightBytesPerStep { get; init; }

    /// <summary>Bytes of activations that one step reads and writes.</summary>
    /// <value>Of the whole batch.</value>
    public required long ActivationBytesPerStep { get; init; }

    /// <summary>Bytes that one image moves at least: weights and activations of the mask and of all steps, over <see cref="Batch"/>.</summary>
    /// <param name="steps">T, the number of denoising steps; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one step.</exception>
    public double BytesPerImage(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return (WeightBytesOncePerMask + ActivationBytesOncePerMask + steps * (double)(WeightBytesPerStep + ActivationBytesPerStep)) / Batch;
    }

    /// <summary>Counts a denoiser as it draws (in evaluation mode, in which it is put for the time), on zeros, where its weights are and in their type.</summary>
    /// <param name="denoiser">The network; one of the library's, or one made of them.</param>
    /// <param name="width">Image width in pixels.</param>
    /// <param name="height">Image height in pixels.</param>
    /// <param name="batch">Images that go through together, at least 1.</param>
    /// <exception cref="ArgumentException">The network cannot take that size (the message names the legal ones), or has none of the library's layers, which alone are counted.</exception>
    public static NetworkCost Of(IMaskConditionedDenoiser denoiser, int width, int height, int batch = 1)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        Check(denoiser.CheckSize(width, height), batch);
        using var helpers = HelperThreads.Use();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor Zeros(params long[] shape) => ZerosLike(denoiser.Module, shape);
        var trains = denoiser.Module.training;
        denoiser.Module.eval();
        try
        {
            using var count = Arithmetic.Begin();
            var condition = denoiser.Encode(Zeros(batch, denoiser.MaskChannels, height, width));
            var once = Sums.Of(count);
            denoiser.Predict(Zeros(batch, 1, height, width), condition, Zeros(batch).to(int64), Zeros(batch, denoiser.LatentLength(width, height)));
            return Make(denoiser.Module, batch, once, Sums.Of(count) - once);
        }
        finally
        {
            denoiser.Module.train(trains);
        }
    }

    /// <summary>Counts a discriminator, on zeros, where its weights are and in their type.</summary>
    /// <param name="discriminator">The network; one of the library's, or one made of them.</param>
    /// <param name="width">Image width in pixels.</param>
    /// <param name="height">Image height in pixels.</param>
    /// <param name="batch">Images that go through together, at least 1.</param>
    /// <param name="maskChannels">K of the masks; of no account where the network sees none.</param>
    /// <exception cref="ArgumentException">The network cannot take that size (the message names the legal ones) or those masks, or has none of the library's layers, which alone are counted.</exception>
    public static NetworkCost Of(IDiscriminator discriminator, int width, int height, int batch = 1, int maskChannels = 4)
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        Check(discriminator.CheckSize(width, height), batch);
        using var helpers = HelperThreads.Use();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor Zeros(params long[] shape) => ZerosLike(discriminator.Module, shape);
        using var count = Arithmetic.Begin();
        var images = Zeros(batch, 1, height, width);
        discriminator.Score(images, images, Zeros(batch).to(int64), discriminator.SeesMask ? Zeros(batch, maskChannels, height, width) : null);
        return Make(discriminator.Module, batch, default, Sums.Of(count));
    }

    private static void Check(string? problem, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (problem is not null)
            throw new ArgumentException(problem);
    }

    private static Tensor ZerosLike(nn.Module module, long[] shape) =>
        module.parameters().FirstOrDefault() is { } like ? zeros(shape, like.dtype, like.device) : zeros(shape);

    private static NetworkCost Make(nn.Module module, int batch, Sums once, Sums step) => step.MultiplyAdds == 0
        ? throw new ArgumentException("Nothing was counted: the network has none of the library's layers.")
        : new NetworkCost
        {
            Parameters = module.parameters().Sum(p => p.NumberOfElements),
            Batch = batch,
            OncePerMask = once.MultiplyAdds,
            PerStep = step.MultiplyAdds,
            WeightBytesOncePerMask = once.Weights,
            ActivationBytesOncePerMask = once.Activations,
            WeightBytesPerStep = step.Weights,
            ActivationBytesPerStep = step.Activations,
        };

    private readonly record struct Sums(long MultiplyAdds, long Weights, long Activations)
    {
        public static Sums Of(Arithmetic count) => new(count.MultiplyAdds, count.WeightBytes, count.ActivationBytes);

        public static Sums operator -(Sums a, Sums b) => new(a.MultiplyAdds - b.MultiplyAdds, a.Weights - b.Weights, a.Activations - b.Activations);
    }
}
