using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Channels become pixels: (N, C r², H, W) to (N, C, H r, W r).</summary>
    public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelShuffle(long upscale_factor) : base(nameof(PixelShuffle))
        {
            this.upscale_factor = upscale_factor;
        }

        public long upscale_factor { get; set; }

        public override Tensor forward(Tensor input) => F.pixel_shuffle(input, upscale_factor);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            public static PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);
        }
    }
}
