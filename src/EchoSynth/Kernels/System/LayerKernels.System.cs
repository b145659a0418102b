using EchoSynth.LibTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>With the System binding: its own operators take channels_last images of float32 and bfloat16 on the CPU.</summary>
internal static partial class LayerKernels
{
    static partial void MakeFused(ref IKernels? kernels) => kernels = LibTorchRuntime.UsesOwnOperators ? new FusedKernels() : null;

    static partial void CheckFused(Tensor x, ref bool result) =>
        result = x.device_type == DeviceType.CPU && x.dtype is ScalarType.Float32 or ScalarType.BFloat16;
}
