using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Segmentation;

/// <summary>
/// Cross-entropy plus soft Dice, as in nnU-Net (Isensee et al., Nature Methods 18, 2021): L = −mean_i log p_{i,y(i)} + 1 − 1/|K| Σ_k (2 Σ_i p_{ik} y_{ik} + ε)/(Σ_i p_{ik} + Σ_i y_{ik} + ε).
/// i runs over the pixels of the whole batch, K are the structures without the background, ε = 1e-5. Soft Dice is Milletari et al. 2016 (arXiv 1606.04797), without the squares.
/// </summary>
internal static class SegmentationLoss
{
    private const double Epsilon = 1e-5;

    /// <param name="logits">[N, 4, H, W]</param>
    /// <param name="labels">[N, H, W], int64, 0…3</param>
    /// <returns>[]</returns>
    public static Tensor Of(Tensor logits, Tensor labels)
    {
        var log = functional.log_softmax(logits, 1);                                            // [N, 4, H, W]
        var truth = functional.one_hot(labels, logits.shape[1]).permute(0, 3, 1, 2).to(log.dtype); // [N, 4, H, W]
        var p = log.exp();                                                                      // [N, 4, H, W]
        long[] pixels = [0, 2, 3];
        var overlap = (p * truth).sum(pixels);                                                  // [4]
        var both = p.sum(pixels) + truth.sum(pixels);                                           // [4]
        var dice = (2 * overlap + Epsilon) / (both + Epsilon);                                  // [4]
        return functional.nll_loss(log, labels) + 1 - dice.narrow(0, 1, logits.shape[1] - 1).mean(); // []
    }
}
