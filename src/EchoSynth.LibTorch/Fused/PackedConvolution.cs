using System.Runtime.InteropServices;
using EchoSynth.LibTorch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Fused;

/// <summary>A convolution whose weights oneDNN has laid out for one size of input. Safe for concurrent use; it does not see later changes of the weights.</summary>
internal sealed unsafe class PackedConvolution : SafeHandle
{
    private PackedConvolution(nint handle)
        : base(0, true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Lays out weights [out, in, k, k] for inputs of the given size.</summary>
    /// <param name="weight">float32 or bfloat16; the inputs must be of the same type.</param>
    /// <param name="bias">[out] or null.</param>
    /// <param name="stride">Down and across.</param>
    /// <param name="padding">Down and across.</param>
    /// <param name="inputSize">N, in, H, W.</param>
    /// <returns>Null where this libtorch has no such operator.</returns>
    public static PackedConvolution? Pack(Tensor weight, Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> inputSize)
    {
        nint packed;
        fixed (long* s = stride, p = padding, i = inputSize)
            Native.Check(Native.es_conv_pack(weight.Handle, bias?.Handle ?? 0, s, p, i, &packed), "mkldnn_prepacked::conv2d_prepack");
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return packed == 0 ? null : new PackedConvolution(packed);
    }

    /// <summary>x [N, in, H, W] → [N, out, H′, W′], channels_last; without a gradient.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public Tensor Run(Tensor x)
    {
        var taken = false;
        try
        {
            DangerousAddRef(ref taken);
            nint result;
            Native.Check(Native.es_conv_run(handle, x.Handle, &result), "mkldnn_prepacked::conv2d_run");
            GC.KeepAlive(x);
            return new Tensor(result);
        }
        finally
        {
            if (taken)
                DangerousRelease();
        }
    }

    /// <summary>How often a tensor was changed in place, and where its values lie: what was computed from it is stale when either differs.</summary>
    /// <returns>A count of −1 where changes are not counted.</returns>
    public static (long Version, nint Data) StateOf(Tensor tensor)
    {
        long version;
        void* data;
        Native.Check(Native.es_tensor_version(tensor.Handle, &version, &data), "version");
        GC.KeepAlive(tensor);
        return (version, (nint)data);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.es_conv_free(handle);
        return true;
    }
}
