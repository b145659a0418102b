using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>Chooses the kernels for a tensor. With the System binding ECHOSYNTH_KERNELS=portable leaves out whatever TorchSharp's API does not have.</summary>
internal static partial class LayerKernels
{
    private static readonly PortableKernels Portable = new();
    private static readonly IKernels? Fused = FindFused();

    [ThreadStatic]
    private static int s_portable;

    /// <summary>What a float32 tensor on the CPU is given: "portable" or "fused".</summary>
    public static string Name => (Fused ?? (IKernels)Portable).Name;

    /// <summary>The kernels for a tensor, by its device and type.</summary>
    public static IKernels For(Tensor x) => Fused is not null && s_portable == 0 && IsFused(x) ? Fused : Portable;

    /// <summary>Takes the portable kernels on this thread until the result is disposed; for tests and measurements.</summary>
    public static IDisposable UsePortable() => new PortableScope();

    private static bool IsFused(Tensor x)
    {
        var result = false;
        CheckFused(x, ref result);
        return result;
    }

    private static IKernels? FindFused()
    {
        IKernels? found = null;
        MakeFused(ref found);
        return found;
    }

    static partial void MakeFused(ref IKernels? kernels);

    static partial void CheckFused(Tensor x, ref bool result);

    private sealed class PortableScope : IDisposable
    {
        private bool _ended;

        public PortableScope() => s_portable++;

        public void Dispose()
        {
            if (!_ended)
                s_portable--;
            _ended = true;
        }
    }
}
