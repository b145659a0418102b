using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op AvgPool2dOp = new("aten::avg_pool2d");
            private static readonly Op MaxPool2dOp = new("aten::max_pool2d");
            private static readonly Op MaxPool2dIndicesOp = new("aten::max_pool2d_with_indices");
            private static readonly Op[] AdaptiveAvgPoolOps =
                [new("aten::adaptive_avg_pool1d"), new("aten::adaptive_avg_pool2d"), new("aten::adaptive_avg_pool3d")];

            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[] stride = null!, long[] padding = null!, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
                => AvgPool2dOp.Call(
                    input, kernel_size, OrDefault(stride), OrDefault(padding), ceil_mode, count_include_pad, OrNone(divisor_override));

            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
                => avg_pool2d(
                    input, Pair.Of(kernel_size), Pair.Of(stride)!, Pair.Of(padding)!, ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
                => avg_pool2d(
                    input, Pair.Of(kernel_size), Pair.Of(stride)!, Pair.Of(padding), ceil_mode, count_include_pad, divisor_override);

            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[] strides = null!, long[] padding = null!, long[] dilation = null!,
                bool ceil_mode = false)
                => MaxPool2dOp.Call(input, kernel_size, OrDefault(strides), OrDefault(padding), OrDefault(dilation), ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, Pair.Of(kernel_size), Pair.Of(stride)!, Pair.Of(padding)!, Pair.Of(dilation)!, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, Pair.Of(kernel_size), Pair.Of(stride)!, Pair.Of(padding)!, Pair.Of(dilation)!, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input, long[] kernel_size, long[] strides = null!, long[] padding = null!, long[] dilation = null!,
                bool ceil_mode = false)
                => MaxPool2dIndicesOp.Call2(input, kernel_size, OrDefault(strides), OrDefault(padding), OrDefault(dilation), ceil_mode);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => AdaptiveAvgPoolOps[1].Call(input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size)
                => adaptive_avg_pool2d(input, Pair.Of(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, Pair.Of(output_size));
        }
    }
}
