namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op PadOp = new("aten::pad");
            private static readonly Op ConstantPadOp = new("aten::constant_pad_nd");

            /// <summary>Pads the last dimensions, last first: before and after each.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => mode switch
                {
                    PaddingModes.Reflect => PadOp.Call(input, pad, "reflect"),
                    PaddingModes.Replicate => PadOp.Call(input, pad, "replicate"),
                    PaddingModes.Circular => PadOp.Call(input, pad, "circular"),
                    _ => ConstantPadOp.Call(input, pad, value),
                };

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, new[] { pad.Item1, pad.Item2 }, mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);

            /// <summary>Pads every dimension of the input by the same amount, batch and channels too.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var amounts = new long[2 * input.ndim];
                Array.Fill(amounts, pad);
                return functional.pad(input, amounts, mode, value);
            }
        }
    }
}
