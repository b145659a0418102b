using EchoSynth.Networks;
using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>A group normalisation that mask features and a style vector modulate.</summary>
/// <param name="Groups">G; divides C.</param>
/// <param name="Features">[N, F, H, W]</param>
/// <param name="Spatial">A 1 × 1 convolution F → 2C with a bias.</param>
/// <param name="Style">[N, S]</param>
/// <param name="Linear">S → 2C</param>
internal readonly record struct SpadeArguments(long Groups, Tensor Features, ConvolutionLayer Spatial, Tensor Style, LinearLayer Linear)
{
    /// <summary>[N, C₂, H, W], joined to x along the channels: C = C₁ + C₂.</summary>
    public Tensor? Second { get; init; }

    /// <summary>Whether the result stays float32 in any precision: it is not an operand of a product.</summary>
    public bool Exact { get; init; }
}
