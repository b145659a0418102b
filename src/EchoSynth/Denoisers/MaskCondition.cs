using static TorchSharp.torch;

namespace EchoSynth.Denoisers;

/// <summary>What a denoiser computed from a batch of masks: the mask itself and any features, reused over all steps.</summary>
/// <param name="mask">[N, K, H, W]; not owned.</param>
/// <param name="features">Features, in an order only the denoiser knows; may be empty.</param>
/// <remarks>Its tensors belong to the dispose scope they were made in.</remarks>
public sealed class MaskCondition(Tensor mask, params IReadOnlyList<Tensor> features)
{
    /// <summary>The one-hot mask [N, K, H, W].</summary>
    public Tensor Mask { get; } = mask;

    /// <summary>The denoiser's own features.</summary>
    public IReadOnlyList<Tensor> Features { get; } = features;

    /// <summary>Whether <see cref="Features"/> are those of a training, where each use computes what it needs of them.</summary>
    internal bool Bare { get; init; }
}
