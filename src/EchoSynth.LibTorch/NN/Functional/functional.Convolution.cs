namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op Conv1dOp = new("aten::conv1d");
            private static readonly Op Conv1dPaddingOp = new("aten::conv1d", "padding");
            private static readonly Op Conv2dOp = new("aten::conv2d");
            private static readonly Op Conv2dPaddingOp = new("aten::conv2d", "padding");
            private static readonly Op Conv3dOp = new("aten::conv3d");
            private static readonly Op Conv3dPaddingOp = new("aten::conv3d", "padding");
            private static readonly Op ConvTranspose1dOp = new("aten::conv_transpose1d");
            private static readonly Op ConvTranspose2dOp = new("aten::conv_transpose2d", "input");
            private static readonly Op LinearOp = new("aten::linear");

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => LinearOp.Call(input, weights, bias);

            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null,
                long groups = 1)
                => Conv1dOp.Call(input, weight, bias, OrDefault(stride), OrDefault(padding), OrDefault(dilation), groups);

            public static Tensor conv1d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid,
                long? dilation = null, long groups = 1)
                => Conv1dPaddingOp.Call(input, weight, bias, OrDefault(stride), Name(padding), OrDefault(dilation), groups);

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1)
                => Conv2dOp.Call(input, weight, bias, OrDefault(strides), OrDefault(padding), OrDefault(dilation), groups);

            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1)
                => Conv2dPaddingOp.Call(input, weight, bias, OrDefault(strides), Name(padding), OrDefault(dilation), groups);

            public static Tensor conv3d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1)
                => Conv3dOp.Call(input, weight, bias, OrDefault(strides), OrDefault(padding), OrDefault(dilation), groups);

            public static Tensor conv3d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1)
                => Conv3dPaddingOp.Call(input, weight, bias, OrDefault(strides), Name(padding), OrDefault(dilation), groups);

            public static Tensor conv_transpose1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null,
                long? dilation = null, long groups = 1)
                => ConvTranspose1dOp.Call(
                    input, weight, bias, OrDefault(stride), OrDefault(padding), OrDefault(output_padding), groups, OrDefault(dilation));

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1)
                => ConvTranspose2dOp.Call(
                    input, weight, bias, OrDefault(strides), OrDefault(padding), OrDefault(output_padding), groups, OrDefault(dilation));
        }
    }
}
