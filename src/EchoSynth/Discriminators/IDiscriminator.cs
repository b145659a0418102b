using static TorchSharp.torch;

namespace EchoSynth.Discriminators;

/// <summary>A network that tells real pairs (x_t, x_{t+1}) from pairs whose x_t was drawn from the denoiser's posterior.</summary>
/// <remarks>Implement this to bring your own discriminator; it trains with <see cref="Training.Trainer"/> like the built-in ones.</remarks>
public interface IDiscriminator : IDisposable
{
    /// <summary>The kind of network, as written into checkpoints; for example "patch".</summary>
    string Kind { get; }

    /// <summary>The options the network was built from: a serialisable object, written into checkpoints.</summary>
    object Options { get; }

    /// <summary>The trainable module.</summary>
    nn.Module Module { get; }

    /// <summary>Whether <see cref="Score"/> looks at the mask.</summary>
    bool SeesMask { get; }

    /// <summary>Says whether the network can take an image of this size.</summary>
    /// <returns>Null if it can; otherwise a sentence that names the legal sizes.</returns>
    string? CheckSize(int width, int height);

    /// <summary>Tells for each pair (x_t, x_{t+1}) of a batch how real the step from one to the other looks.</summary>
    /// <param name="current">x_t, real or a draw of the posterior, [N, 1, H, W], float32.</param>
    /// <param name="next">x_{t+1} [N, 1, H, W], float32.</param>
    /// <param name="step">t [N], int64, 0…T−1.</param>
    /// <param name="mask">One-hot mask [N, K, H, W]; null where <see cref="SeesMask"/> is false.</param>
    /// <returns>Logits: [N], or a map [N, h, w] of which the losses take the mean. High means real.</returns>
    Tensor Score(Tensor current, Tensor next, Tensor step, Tensor? mask);
}
