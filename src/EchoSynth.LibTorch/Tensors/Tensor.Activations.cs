namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of numbers on a device, with its gradient where one is asked for.</summary>
    public partial class Tensor
    {
        private static readonly Op s_relu = new("aten::relu");
        private static readonly Op s_relu_ = new("aten::relu_");
        private static readonly Op s_relu6 = new("aten::relu6");
        private static readonly Op s_relu6_ = new("aten::relu6_");
        private static readonly Op s_leakyRelu = new("aten::leaky_relu");
        private static readonly Op s_leakyRelu_ = new("aten::leaky_relu_");
        private static readonly Op s_elu = new("aten::elu");
        private static readonly Op s_elu_ = new("aten::elu_");
        private static readonly Op s_selu = new("aten::selu");
        private static readonly Op s_selu_ = new("aten::selu_");
        private static readonly Op s_celu = new("aten::celu");
        private static readonly Op s_celu_ = new("aten::celu_");
        private static readonly Op s_gelu = new("aten::gelu");
        private static readonly Op s_gelu_ = new("aten::gelu_");
        private static readonly Op s_glu = new("aten::glu");
        private static readonly Op s_silu = new("aten::silu");
        private static readonly Op s_silu_ = new("aten::silu_");
        private static readonly Op s_sigmoid = new("aten::sigmoid");
        private static readonly Op s_sigmoid_ = new("aten::sigmoid_");
        private static readonly Op s_hardsigmoid = new("aten::hardsigmoid");
        private static readonly Op s_hardsigmoid_ = new("aten::hardsigmoid_");
        private static readonly Op s_hardswish = new("aten::hardswish");
        private static readonly Op s_hardswish_ = new("aten::hardswish_");
        private static readonly Op s_hardtanh = new("aten::hardtanh");
        private static readonly Op s_hardtanh_ = new("aten::hardtanh_");
        private static readonly Op s_logSigmoid = new("aten::log_sigmoid");
        private static readonly Op s_softplus = new("aten::softplus");
        private static readonly Op s_prelu = new("aten::prelu");
        private static readonly Op s_threshold = new("aten::threshold");
        private static readonly Op s_threshold_ = new("aten::threshold_");
        private static readonly Op s_softmaxInt = new("aten::softmax", "int");
        private static readonly Op s_logSoftmaxInt = new("aten::log_softmax", "int");
        private static readonly Op s_rrelu = new("aten::rrelu");
        private static readonly Op s_rrelu_ = new("aten::rrelu_");

        public Tensor relu() => s_relu.Call(this);

        public Tensor relu_() => s_relu_.Mutate(this);

        public Tensor relu6() => s_relu6.Call(this);

        public Tensor relu6_() => s_relu6_.Mutate(this);

        public Tensor leaky_relu(Scalar negative_slope) => s_leakyRelu.Call(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => s_leakyRelu_.Mutate(this, negative_slope);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => s_elu.Call(this, alpha, scale, input_scale);

        public Tensor elu(double alpha = 1) => s_elu.Call(this, alpha);

        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => s_elu_.Mutate(this, alpha, scale, input_scale);

        public Tensor elu_(double alpha = 1) => s_elu_.Mutate(this, alpha);

        public Tensor selu() => s_selu.Call(this);

        public Tensor selu_() => s_selu_.Mutate(this);

        public Tensor celu() => s_celu.Call(this);

        public Tensor celu(Scalar alpha) => s_celu.Call(this, alpha);

        public Tensor celu_() => s_celu_.Mutate(this);

        public Tensor celu_(Scalar alpha) => s_celu_.Mutate(this, alpha);

        public Tensor gelu() => s_gelu.Call(this);

        public Tensor gelu_() => s_gelu_.Mutate(this);

        public Tensor glu(long dim = -1) => s_glu.Call(this, dim);

        public Tensor silu() => s_silu.Call(this);

        public Tensor silu_() => s_silu_.Mutate(this);

        public Tensor sigmoid() => s_sigmoid.Call(this);

        public Tensor sigmoid_() => s_sigmoid_.Mutate(this);

        public Tensor hardsigmoid() => s_hardsigmoid.Call(this);

        public Tensor hardsigmoid_() => s_hardsigmoid_.Mutate(this);

        public Tensor hardswish() => s_hardswish.Call(this);

        public Tensor hardswish_() => s_hardswish_.Mutate(this);

        public Tensor hardtanh(Scalar min, Scalar max) => s_hardtanh.Call(this, min, max);

        public Tensor hardtanh_(Scalar min, Scalar max) => s_hardtanh_.Mutate(this, min, max);

        public Tensor log_sigmoid() => s_logSigmoid.Call(this);

        public Tensor softplus(double beta = 1, double threshold = 20) => s_softplus.Call(this, beta, threshold);

        public Tensor prelu(Tensor target) => s_prelu.Call(this, target);

        public Tensor threshold(Scalar threshold, Scalar value) => s_threshold.Call(this, threshold, value);

        public Tensor threshold_(Scalar threshold, Scalar value) => s_threshold_.Mutate(this, threshold, value);

        public Tensor softmax(long dim, ScalarType? dtype = null) => s_softmaxInt.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => s_logSoftmaxInt.Call(this, dim, dtype);

        public Tensor rrelu(double lower = 0.125, double upper = 1.0 / 3) => s_rrelu.Call(this, lower, upper);

        public Tensor rrelu_(double lower = 0.125, double upper = 1.0 / 3) => s_rrelu_.Mutate(this, lower, upper);
    }
}
