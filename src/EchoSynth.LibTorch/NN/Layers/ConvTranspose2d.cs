using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Transposed convolution of (N, C, H, W): the gradient of a convolution as a layer.</summary>
    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(
            long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation,
            PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding,
                groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input, long[]? output_size)
        {
            if (!ValidateShape(input, 2)) throw WrongShape(2);
            var extra = _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 2);
            return F.conv_transpose2d(input, weight, bias, stride, padding, extra, dilation, groups);
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
            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, Pair.Of(kernel_size), Pair.Of(stride), Pair.Of(padding), Pair.Of(output_padding),
                    Pair.Of(dilation), padding_mode, groups, bias, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, Pair.Of(kernel_size), Pair.Of(stride ?? (1, 1)), Pair.Of(padding ?? (0, 0)),
                    Pair.Of(output_padding ?? (0, 0)), Pair.Of(dilation ?? (1, 1)), padding_mode, groups, bias, device, dtype);
        }
    }
}
