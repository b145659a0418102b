using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Pixels become channels: (N, C, H r, W r) to (N, C r², H, W).</summary>
    public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelUnshuffle(long downscale_factor) : base(nameof(PixelUnshuffle))
        {
            this.downscale_factor = downscale_factor;
        }

        public long downscale_factor { get; set; }

        public override Tensor forward(Tensor input) => F.pixel_unshuffle(input, downscale_factor);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            public static PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);
        }
    }
}
