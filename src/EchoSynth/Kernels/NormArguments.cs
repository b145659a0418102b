using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>A group normalisation and what is done around it; nothing unless given.</summary>
/// <param name="Groups">G; divides C.</param>
internal readonly record struct NormArguments(long Groups)
{
    /// <summary>[N, C₂, H, W], joined to x along the channels: C = C₁ + C₂.</summary>
    public Tensor? Second { get; init; }

    /// <summary>[N, C], added before.</summary>
    public Tensor? Offset { get; init; }

    /// <summary>[N, C] or [C], multiplied after; together with <see cref="Shift"/>.</summary>
    public Tensor? Scale { get; init; }

    /// <summary>[N, C] or [C], added after that.</summary>
    public Tensor? Shift { get; init; }

    /// <summary>[N, 2C, H, W]: its first half is added to <see cref="Scale"/>, its second to <see cref="Shift"/>.</summary>
    public Tensor? Map { get; init; }

    /// <summary>Whether SiLU follows.</summary>
    public bool Silu { get; init; }

    /// <summary>Whether the result stays float32 in any precision: it is not an operand of a product.</summary>
    public bool Exact { get; init; }
}
