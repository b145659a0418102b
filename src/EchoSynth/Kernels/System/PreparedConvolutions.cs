using EchoSynth.LibTorch.Fused;
using EchoSynth.Networks;
using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>A layer's weights as laid out for the input sizes and types met last. Weights that changed since are laid out anew.</summary>
internal sealed class PreparedConvolutions : IDisposable
{
    private const int Kept = 4;
    private readonly Lock _gate = new();
    private Entry[] _entries = [];

    /// <summary>The convolution, or null where it must be done in another way.</summary>
    /// <param name="x">[N, in, H, W] of the given type</param>
    /// <param name="layer">The layer that this belongs to.</param>
    /// <param name="type">float32 or bfloat16</param>
    public Tensor? Convolve(Tensor x, ConvolutionLayer layer, ScalarType type)
    {
        var key = Key.Of(x, layer, type);
        if (key.Weight.Version < 0)
            return null;
        while (true)
        {
            var packed = Find(key, layer);
            try
            {
                return packed?.Run(x);
            }
            catch (ObjectDisposedException)
            {
                // Another thread met many other sizes, or newer weights, since it was found.
            }
        }
    }

    public void Dispose()
    {
        foreach (var entry in Interlocked.Exchange(ref _entries, []))
            entry.Packed?.Dispose();
    }

    private PackedConvolution? Find(in Key key, ConvolutionLayer layer)
    {
        foreach (var entry in Volatile.Read(ref _entries))
        {
            if (entry.Key == key)
                return entry.Packed;
        }
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.Key == key)
                    return entry.Packed;
            }
            var made = new Entry(key, Pack(key, layer));
            var fresh = key;
            var kept = _entries.Where(e => e.Key.Weight == fresh.Weight && e.Key.Bias == fresh.Bias).TakeLast(Kept - 1).ToArray();
            var stale = _entries.Except(kept).ToArray();
            Volatile.Write(ref _entries, [.. kept, made]);
            foreach (var entry in stale)
                entry.Packed?.Dispose();
            return made.Packed;
        }
    }

    private static PackedConvolution? Pack(in Key key, ConvolutionLayer layer)
    {
        using var scope = NewDisposeScope();
        return PackedConvolution.Pack(layer.Weight.to(key.Type), layer.Bias?.to(key.Type), layer.Stride, layer.Padding, [key.N, key.Channels, key.Height, key.Width]);
    }

    private sealed record Entry(Key Key, PackedConvolution? Packed);

    private readonly record struct Key(long N, long Channels, long Height, long Width, ScalarType Type, (long Version, nint Data) Weight, (long Version, nint Data) Bias)
    {
        public static Key Of(Tensor x, ConvolutionLayer layer, ScalarType type)
        {
            var shape = x.shape;
            return new(shape[0], shape[1], shape[2], shape[3], type, PackedConvolution.StateOf(layer.Weight), layer.Bias is { } bias ? PackedConvolution.StateOf(bias) : default);
        }
    }
}
