using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises each channel of each image of (N, C, H, W).</summary>
    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(
            long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d))
        {
        }

        protected override long GetNumberOfBatchDimensions() => 4;

        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim is not (3 or 4)) throw new ArgumentException($"expected 3D or 4D input, but got {input.ndim}D input.");
        }
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            public static InstanceNorm2d InstanceNorm2d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false,
                Device? device = null, ScalarType? dtype = null)
                => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
