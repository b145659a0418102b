using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op GridSamplerOp = new("aten::grid_sampler");
            private static readonly Op AffineGridOp = new("aten::affine_grid_generator");
            private static readonly Op PixelShuffleOp = new("aten::pixel_shuffle");
            private static readonly Op PixelUnshuffleOp = new("aten::pixel_unshuffle");
            private static readonly Op UnfoldOp = new("aten::im2col");
            private static readonly Op FoldOp = new("aten::col2im");

            public static Tensor grid_sample(
                Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                long interpolation = mode == GridSampleMode.Nearest ? 1 : 0;
                long border = padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1,
                    GridSamplePaddingMode.Reflection => 2,
                    _ => 0,
                };
                return GridSamplerOp.Call(input, grid, interpolation, border, align_corners ?? false);
            }

            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false)
                => AffineGridOp.Call(theta, size ?? [], align_corners);

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => PixelShuffleOp.Call(input, upscale_factor);

            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => PixelUnshuffleOp.Call(input, downscale_factor);

            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1)
                => UnfoldOp.Call(input, Pair.Of(kernel_size), Pair.Of(dilation), Pair.Of(padding), Pair.Of(stride));

            public static Tensor unfold(
                Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null)
                => UnfoldOp.Call(
                    input, Pair.Of(kernel_size), Pair.Of(dilation ?? (1, 1)), Pair.Of(padding ?? (0, 0)), Pair.Of(stride ?? (1, 1)));

            public static Tensor fold(
                Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1)
                => FoldOp.Call(
                    input, Pair.Of(output_size), Pair.Of(kernel_size), Pair.Of(dilation), Pair.Of(padding), Pair.Of(stride));
        }
    }
}
