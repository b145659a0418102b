using EchoSynth.LibTorch;

namespace EchoSynth.Kernels;

/// <summary>With the System binding they are OpenMP's.</summary>
internal static partial class HelperThreads
{
    static partial void Release() => LibTorchRuntime.ReleaseThreads();
}
