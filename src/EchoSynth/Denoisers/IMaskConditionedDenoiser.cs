using static TorchSharp.torch;

namespace EchoSynth.Denoisers;

/// <summary>A network that predicts the clean image x̂_0, or the noise ε, from a noisy image, an anatomical mask and a latent.</summary>
/// <remarks>
/// Implement this to bring your own network: it trains with <see cref="Training.Trainer"/> and samples with <see cref="Sampling.Sampler"/> like the built-in ones.
/// The mask does not change over the T steps, so whatever depends on it alone belongs in <see cref="Encode"/>, which is called once per image.
/// <see cref="Predict"/> must be safe for concurrent use in evaluation mode, and an image's result must not depend on the other images of the batch.
/// </remarks>
public interface IMaskConditionedDenoiser : IDisposable
{
    /// <summary>The kind of network, as written into config.json; for example "spade-unet".</summary>
    string Kind { get; }

    /// <summary>The options the network was built from: a serialisable object, written into config.json.</summary>
    object Options { get; }

    /// <summary>The trainable module: its parameters are trained, averaged and saved under their dotted names.</summary>
    nn.Module Module { get; }

    /// <summary>Number of mask channels K that <see cref="Encode"/> takes.</summary>
    int MaskChannels { get; }

    /// <summary>Says whether the network can take an image of this size.</summary>
    /// <returns>Null if it can; otherwise a sentence that names the legal sizes.</returns>
    string? CheckSize(int width, int height);

    /// <summary>What <see cref="Predict"/> returns.</summary>
    /// <value><see cref="DenoiserOutput.CleanImage"/> unless implemented otherwise.</value>
    DenoiserOutput Output => DenoiserOutput.CleanImage;

    /// <summary>How many standard-normal numbers each image takes per step (the width of z); 0 for none.</summary>
    int LatentLength(int width, int height);

    /// <summary>Computes what depends on the mask alone.</summary>
    /// <param name="mask">One-hot mask [N, K, H, W], float32.</param>
    MaskCondition Encode(Tensor mask);

    /// <summary>Predicts the clean image, or the noise.</summary>
    /// <param name="noisy">x_{t+1} [N, 1, H, W], float32.</param>
    /// <param name="condition">What <see cref="Encode"/> returned for the same N masks.</param>
    /// <param name="step">t [N], int64, 0…T−1.</param>
    /// <param name="latent">z [N, <see cref="LatentLength"/>], standard normal, float32.</param>
    /// <returns>[N, 1, H, W]: x̂_0 in [−1, 1], or ε of x_{t+1} = A_{t+1} x_0 + S_{t+1} ε.</returns>
    Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent);
}
