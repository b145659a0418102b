using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Objectives;

/// <summary>The losses of algorithm §7, on logits that are high for real pairs.</summary>
internal static class AdversarialLosses
{
    /// <summary>softplus(−D): what is meant to look real.</summary>
    public static Tensor Real(Tensor logits) => functional.softplus(-logits).mean(); // []

    /// <summary>softplus(D): what is meant to look drawn.</summary>
    public static Tensor Fake(Tensor logits) => functional.softplus(logits).mean(); // []

    /// <summary>mean over images of ‖∂ΣD/∂x_t‖²; the graph is kept so that it can be differentiated again.</summary>
    /// <param name="logits">[N] or [N, h, w]: of a map the mean per image counts</param>
    /// <param name="current">the real x_t [N, 1, H, W], which requires a gradient</param>
    public static Tensor R1(Tensor logits, Tensor current)
    {
        var sum = (logits.dim() > 1 ? logits.flatten(1).mean([1]) : logits).sum();          // []
        var gradient = autograd.grad([sum], [current], retain_graph: true, create_graph: true, allow_unused: true)[0]; // [N, 1, H, W]
        if (gradient is null || gradient.IsInvalid)
            throw new InvalidOperationException("The discriminator's score does not depend on x_t, its first argument, so it cannot tell real from drawn; look at its Score method, or set R1Gamma to 0.");
        return gradient.square().sum([1, 2, 3]).mean();                                     // []
    }
}
