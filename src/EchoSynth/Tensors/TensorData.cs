using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace EchoSynth.Tensors;

/// <summary>Numbers in and out of tensors, and the memory layout that convolutions like.</summary>
internal static class TensorData
{
    /// <summary>A float32 CPU tensor with a copy of the values.</summary>
    public static Tensor FromFloats(ReadOnlySpan<float> values, params long[] shape)
    {
        var result = empty(shape, float32);
        MemoryMarshal.AsBytes(values).CopyTo(result.bytes);
        return result;
    }

    /// <summary>An int64 CPU tensor with a copy of the values.</summary>
    public static Tensor FromLongs(ReadOnlySpan<long> values, params long[] shape)
    {
        var result = empty(shape, int64);
        MemoryMarshal.AsBytes(values).CopyTo(result.bytes);
        return result;
    }

    /// <summary>A float32 CPU tensor of shape [N, per…] filled row by row: row n by <paramref name="fill"/>(n, span).</summary>
    public static Tensor Rows(int n, ReadOnlySpan<long> rowShape, RowFill fill)
    {
        var result = empty([n, .. rowShape], float32);
        var all = MemoryMarshal.Cast<byte, float>(result.bytes);
        var stride = all.Length / Math.Max(n, 1);
        for (var i = 0; i < n; i++)
            fill(i, all.Slice(i * stride, stride));
        return result;
    }

    /// <summary>The values of a float tensor, row-major.</summary>
    public static float[] ToFloats(Tensor values)
    {
        using var scope = NewDisposeScope();
        var plain = values.detach().to(float32).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
    }

    /// <summary>The same [N, C, H, W] values with strides of channels_last, the layout CPU and tensor-core convolutions prefer.</summary>
    public static Tensor ChannelsLast(Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}

/// <summary>Fills one row.</summary>
internal delegate void RowFill(int row, Span<float> values);
