using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What transposed convolutions have in common.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
        Device? device = null, ScalarType? dtype = null)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups,
            bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>The extra rows and columns that make the output the wanted size, among those that give the same input.</summary>
    protected long[] _output_padding(
        Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
    {
        if (output_size is null) return output_padding;
        var spatial = (int)num_spatial_dims;
        var leading = input.ndim == spatial + 2 ? 2 : 1;
        if (output_size.Length == leading + spatial) output_size = output_size[leading..];
        if (output_size.Length != spatial)
            throw new ArgumentException($"{GetName()}: output_size must have {spatial} or {leading + spatial} elements, got {output_size.Length}");

        var extra = new long[spatial];
        for (var d = 0; d < spatial; d++)
        {
            var least = (input.size(d + leading) - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1;
            extra[d] = output_size[d] - least;
            if (extra[d] < 0 || extra[d] >= stride[d])
            {
                throw new ArgumentException(
                    $"{GetName()}: size {output_size[d]} of dimension {d} is not in {least}..{least + stride[d] - 1}", nameof(output_size));
            }
        }

        return extra;
    }
}
