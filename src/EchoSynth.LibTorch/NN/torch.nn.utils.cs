using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers for parameters, such as bounds on their gradients.</summary>
        public static partial class utils
        {
            private static readonly Op VectorNormOp = new("aten::linalg_vector_norm");
            private static readonly Op NormsOp = new("aten::_foreach_norm", "Scalar");
            private static readonly Op MulOp = new("aten::_foreach_mul_", "Scalar");
            private static readonly Op ClampOp = new("aten::clamp_");

            /// <summary>Scales the gradients down where their norm, all taken together, is over the limit; returns that norm.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var noGradients = no_grad();
                using var scope = NewDisposeScope();
                var gradients = Gradients(tensors);
                if (gradients.Length == 0) return 0;

                var norms = NormsOp.CallList(gradients, norm_type);
                var total = VectorNormOp.Call(stack(norms), norm_type).to(ScalarType.Float64).item<double>();
                var share = max_norm / (total + 1e-6);
                if (share < 1) MulOp.CallVoid(gradients, share);
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var noGradients = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors)) ClampOp.CallVoid(gradient, -clip_value, clip_value);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(tensor => tensor.reshape(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var noGradients = no_grad();
                using var scope = NewDisposeScope();
                long start = 0;
                foreach (var tensor in tensors)
                {
                    var count = tensor.numel();
                    tensor.copy_(vec.narrow(0, start, count).view(tensor.shape));
                    start += count;
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> tensors)
                => [.. tensors.Select(tensor => tensor.grad).OfType<Tensor>()];
        }
    }
}
