namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op GroupNormOp = new("aten::group_norm");
            private static readonly Op LayerNormOp = new("aten::layer_norm");
            private static readonly Op BatchNormOp = new("aten::batch_norm");
            private static readonly Op InstanceNormOp = new("aten::instance_norm");
            private static readonly Op VectorNormOp = new("aten::linalg_vector_norm");
            private static readonly Op ClampMinOp = new("aten::clamp_min");
            private static readonly Op DivOp = new("aten::div", "Tensor");

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05)
                => GroupNormOp.Call(input, num_groups, weight, bias, eps);

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05)
                => LayerNormOp.Call(input, normalized_shape, weight, bias, eps);

            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1e-05)
                => BatchNormOp.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor instance_norm(
                Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null,
                bool use_input_stats = true, double momentum = 0.1, double eps = 1e-05)
                => InstanceNormOp.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            /// <summary>The input divided by its p-norm along a dimension, or by eps where the norm is less.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1, double eps = 1e-12)
            {
                using var norm = VectorNormOp.Call(input, p, new[] { dim }, true);
                using var divisor = ClampMinOp.Call(norm, eps);
                return DivOp.Call(input, divisor);
            }
        }
    }
}
