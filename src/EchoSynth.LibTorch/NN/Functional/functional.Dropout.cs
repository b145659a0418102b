namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op DropoutOp = new("aten::dropout");
            private static readonly Op DropoutInPlace = new("aten::dropout_");
            private static readonly Op FeatureDropoutOp = new("aten::feature_dropout");
            private static readonly Op FeatureDropoutInPlace = new("aten::feature_dropout_");
            private static readonly Op OneHotOp = new("aten::one_hot");

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => (inplace ? DropoutInPlace : DropoutOp).Call(input, p, training);

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => (inplace ? FeatureDropoutInPlace : FeatureDropoutOp).Call(input, p, training);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => OneHotOp.Call(x, num_classes);
        }
    }
}
