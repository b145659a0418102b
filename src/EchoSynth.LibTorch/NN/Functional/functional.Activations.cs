using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>TorchSharp's torch: tensors and what is done with them, over the machine's libtorch.</summary>
public static partial class torch
{
    /// <summary>Layers, losses and what networks are built of.</summary>
    public static partial class nn
    {
        /// <summary>The layers' computations as functions, without weights of their own.</summary>
        public static partial class functional
        {
            private static readonly Op ReluOp = new("aten::relu");
            private static readonly Op ReluInPlace = new("aten::relu_");
            private static readonly Op SiluOp = new("aten::silu");
            private static readonly Op SiluInPlace = new("aten::silu_");
            private static readonly Op TanhOp = new("aten::tanh");
            private static readonly Op TanhInPlace = new("aten::tanh_");
            private static readonly Op SigmoidOp = new("aten::sigmoid");
            private static readonly Op SigmoidInPlace = new("aten::sigmoid_");
            private static readonly Op LeakyReluOp = new("aten::leaky_relu");
            private static readonly Op LeakyReluInPlace = new("aten::leaky_relu_");
            private static readonly Op GeluOp = new("aten::gelu");
            private static readonly Op GeluInPlace = new("aten::gelu_");
            private static readonly Op SoftplusOp = new("aten::softplus");
            private static readonly Op SoftmaxOp = new("aten::softmax", "int");
            private static readonly Op LogSoftmaxOp = new("aten::log_softmax", "int");
            private static readonly Op LogSigmoidOp = new("aten::log_sigmoid");

            public static Tensor relu(Tensor x, bool inplace = false) => Activate(ReluOp, ReluInPlace, x, inplace);

            public static Tensor silu(Tensor x, bool inplace = false) => Activate(SiluOp, SiluInPlace, x, inplace);

            public static Tensor tanh(Tensor x, bool inplace = false) => Activate(TanhOp, TanhInPlace, x, inplace);

            public static Tensor sigmoid(Tensor x) => SigmoidOp.Call(x);

            public static Tensor sigmoid(Tensor x, bool inplace) => Activate(SigmoidOp, SigmoidInPlace, x, inplace);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false)
                => (inplace ? LeakyReluInPlace : LeakyReluOp).Call(input, negative_slope);

            public static Tensor gelu(Tensor x) => GeluOp.Call(x);

            public static Tensor gelu(Tensor x, bool inplace) => Activate(GeluOp, GeluInPlace, x, inplace);

            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false)
            {
                var name = approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none";
                return (inplace ? GeluInPlace : GeluOp).Call(x, name);
            }

            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0)
                => SoftplusOp.Call(x, beta, threshold);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => SoftmaxOp.Call(input, dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => LogSoftmaxOp.Call(x, dim);

            public static Tensor logsigmoid(Tensor x) => LogSigmoidOp.Call(x);
        }
    }
}
