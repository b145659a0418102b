using EchoSynth.LibTorch.Fused;
using EchoSynth.Networks;
using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>A layer's weights for Winograd's convolution, made anew when they have changed.</summary>
internal sealed class WinogradWeights : IDisposable
{
    /// <summary>Prepared weights take four times the memory: 7 MiB at most.</summary>
    private const long MostWeights = 48 * 1024;

    /// <summary>Fewer tiles of 4 × 4 pixels do not fill the loops.</summary>
    private const long FewestPixels = 12 * 16;

    private readonly Lock _gate = new();
    private Made? _made;

    /// <summary>Whether there is an operator for a layer.</summary>
    public static bool Suit(ConvolutionLayer layer) =>
        layer.Kernel == 3 && layer.Stride[0] == 1 && layer.Padding[0] == 1 && layer.Inputs % 32 == 0 && layer.Outputs % 32 == 0;

    /// <summary>Whether its weights are worth keeping for an image: by the layer and the image's size alone, so that an image is the same in any batch and on any number of threads.</summary>
    public static bool Keep(Tensor x, ConvolutionLayer layer)
    {
        var shape = x.shape;
        return layer.Inputs * layer.Outputs <= MostWeights && shape[2] * shape[3] >= FewestPixels;
    }

    /// <summary>[36, in, out]</summary>
    public Tensor Of(ConvolutionLayer layer)
    {
        var state = PackedConvolution.StateOf(layer.Weight);
        if (state.Version < 0)
            return FusedOperators.WinogradWeights(layer.Weight); // made under inference mode: whether they changed is not known
        if (Volatile.Read(ref _made) is { } made && made.State == state)
            return made.Weights;
        lock (_gate)
        {
            if (_made is { } other && other.State == state)
                return other.Weights;
            using var scope = NewDisposeScope();
            // Another thread may be using what was made before: it is left to the finalizer.
            Volatile.Write(ref _made, new Made(state, FusedOperators.WinogradWeights(layer.Weight).DetachFromDisposeScope()));
            return _made!.Weights;
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _made, null)?.Weights.Dispose();

    private sealed record Made((long Version, nint Data) State, Tensor Weights);
}
