using EchoSynth.LibTorch.Fused;
using EchoSynth.Networks;
using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>A layer's weights for Winograd's convolution, made anew when they have changed. What was made before is freed by the last call that uses it. Safe for concurrent use.</summary>
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

    /// <summary>The convolution: [N, in, H, W] → [N, out, H, W], without a gradient.</summary>
    /// <param name="x">float32 or bfloat16</param>
    /// <param name="layer">The layer that this belongs to.</param>
    public Tensor Convolve(Tensor x, ConvolutionLayer layer)
    {
        var state = PackedConvolution.StateOf(layer.Weight);
        if (state.Version < 0)
        {
            // Made under inference mode: whether they changed is not known.
            using var once = FusedOperators.WinogradWeights(layer.Weight); // [36, in, out]
            return FusedOperators.Winograd(x, once, layer.Bias);
        }
        var made = Take(state, layer);
        try
        {
            return FusedOperators.Winograd(x, made.Weights, layer.Bias);
        }
        finally
        {
            made.Leave();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _made, null)?.Leave();

    private Made Take((long Version, nint Data) state, ConvolutionLayer layer)
    {
        if (Volatile.Read(ref _made) is { } kept && kept.State == state && kept.TryEnter())
            return kept;
        lock (_gate)
        {
            if (_made is { } other && other.State == state && other.TryEnter())
                return other;
            using var scope = NewDisposeScope();
            var made = new Made(state, FusedOperators.WinogradWeights(layer.Weight).DetachFromDisposeScope());
            made.TryEnter();
            Interlocked.Exchange(ref _made, made)?.Leave();
            return made;
        }
    }

    /// <param name="state">Of the layer's weights.</param>
    /// <param name="weights">[36, in, out]</param>
    private sealed class Made((long Version, nint Data) state, Tensor weights)
    {
        private int _users = 1; // the layer

        public (long Version, nint Data) State => state;

        public Tensor Weights => weights;

        /// <summary>False where they are freed already.</summary>
        public bool TryEnter()
        {
            for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
            {
                if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                    return true;
            }
            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref _users) == 0)
                weights.Dispose();
        }
    }
}
