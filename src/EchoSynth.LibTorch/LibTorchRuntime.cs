using EchoSynth.LibTorch.Interop;

namespace EchoSynth.LibTorch;

/// <summary>Starts the runtime, and tells what it loaded.</summary>
public static unsafe class LibTorchRuntime
{
    /// <summary>libtorch's version, for example 1.13.0.</summary>
    public static string Version => Native.Text(Native.es_version());

    /// <summary>The file of the bridge between .NET and libtorch.</summary>
    public static string BridgePath
    {
        get
        {
            Load();
            return NativeLoader.LoadedPath;
        }
    }

    /// <summary>The file of libtorch itself.</summary>
    public static string LibTorchPath => Native.Text(Native.es_libtorch_path());

    /// <summary>libtorch's own account of how it was built.</summary>
    public static string BuildConfiguration
    {
        get
        {
            byte* text;
            Native.Check(Native.es_build_config(&text), nameof(BuildConfiguration));
            return Native.Text(text);
        }
    }

    /// <summary>Whether this libtorch has CUDA, and the machine a device for it.</summary>
    public static bool CudaIsAvailable => Native.Check(Native.es_cuda_available(), nameof(CudaIsAvailable)) != 0;

    /// <summary>The number of CUDA devices.</summary>
    public static int CudaDeviceCount => Native.Check(Native.es_cuda_count(), nameof(CudaDeviceCount));

    /// <summary>The threads that one operator may use.</summary>
    public static int Threads => ThreadCounts().Within;

    /// <summary>The threads over which several operators may be spread.</summary>
    public static int InteropThreads => ThreadCounts().Between;

    /// <summary>
    /// What was done to the C library's memory allocator when the bridge was loaded. ECHOSYNTH_MALLOC=default leaves it as it was.
    /// </summary>
    public static string AllocatorSetting => Native.Text(Native.es_allocator());

    /// <summary>The instruction set of the bridge's own loops: avx512, avx2 or baseline. ECHOSYNTH_ISA asks for less than the processor has.</summary>
    public static string InstructionSet => Native.Text(Native.es_instruction_set());

    /// <summary>Whether the library computes with the bridge's own operators; false for ECHOSYNTH_KERNELS=portable.</summary>
    internal static bool UsesOwnOperators => KernelSettings.Fused;

    /// <summary>
    /// Ends the threads that OpenMP keeps for the operators of the calling thread; the next operator makes new ones. For a thread that is done with libtorch for a while: kept threads
    /// of several callers, more than there are processors, make every operator of each slower. Does nothing where OpenMP is not GNU's.
    /// </summary>
    public static void ReleaseThreads() => Native.es_release_threads();

    /// <summary>Loads libtorch now, rather than at the first tensor.</summary>
    /// <exception cref="LibTorchNotFoundException">It cannot be loaded; the message tells what was tried.</exception>
    public static void Load() => NativeLoader.Load();

    private static (int Within, int Between) ThreadCounts()
    {
        int within, between;
        Native.Check(Native.es_threads(&within, &between), nameof(Threads));
        return (within, between);
    }
}
