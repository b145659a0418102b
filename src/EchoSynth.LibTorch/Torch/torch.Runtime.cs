using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static string __version__ => EchoSynth.LibTorch.LibTorchRuntime.Version;

    public static bool cuda_is_available() => cuda.is_available();

    public static bool mps_is_available() => false;

    public static int get_num_threads() => Threads().Within;

    public static int get_num_interop_threads() => Threads().Between;

    public static void set_num_threads(int num) => Native.Check(Native.es_set_threads(num), "set_num_threads");

    public static void set_num_interop_threads(int num) => Native.Check(Native.es_set_interop_threads(num), "set_num_interop_threads");

    public static void CheckForErrors()
    {
        // An error is thrown where it happens; none is left over.
    }

    private static (int Within, int Between) Threads()
    {
        int within, between;
        Native.Check(Native.es_threads(&within, &between), "get_num_threads");
        return (within, between);
    }

    /// <summary>NVIDIA GPUs.</summary>
    public static partial class cuda
    {
        public static bool is_available() => Native.Check(Native.es_cuda_available(), "cuda.is_available") != 0;

        public static bool is_cudnn_available() => Native.Check(Native.es_cudnn_available(), "cuda.is_cudnn_available") != 0;

        public static int device_count() => Native.Check(Native.es_cuda_count(), "cuda.device_count");

        public static void manual_seed(long seed) => Native.Check(Native.es_cuda_seed(seed, 0), "cuda.manual_seed");

        public static void manual_seed_all(long seed) => Native.Check(Native.es_cuda_seed(seed, 1), "cuda.manual_seed_all");

        public static void synchronize(Device? device = null) =>
            Native.Check(Native.es_cuda_synchronize(device?.index ?? -1), "cuda.synchronize");
    }

    /// <summary>Switches of the libraries that libtorch computes with.</summary>
    public static partial class backends
    {
        /// <summary>Switches of computations on NVIDIA GPUs.</summary>
        public static partial class cuda
        {
            /// <summary>The precision that matrix products on a GPU may have.</summary>
            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.Check(Native.es_setting(Setting.Tf32MatMul), "allow_tf32") != 0;
                    set => Native.Check(Native.es_set_setting(Setting.Tf32MatMul, value ? 1 : 0), "allow_tf32");
                }
            }
        }

        /// <summary>cuDNN, which computes convolutions on a GPU.</summary>
        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.Check(Native.es_setting(Setting.Tf32Cudnn), "allow_tf32") != 0;
                set => Native.Check(Native.es_set_setting(Setting.Tf32Cudnn, value ? 1 : 0), "allow_tf32");
            }
        }
    }
}
