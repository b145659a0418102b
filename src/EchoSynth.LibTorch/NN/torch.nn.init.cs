namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Starting weights.</summary>
        public static partial class init
        {
            /// <summary>Whether the number of inputs or of outputs sets the scale of starting weights.</summary>
            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            /// <summary>The activation after a layer, which sets the gain of its starting weights.</summary>
            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            private static readonly Op UniformOp = new("aten::uniform_");
            private static readonly Op NormalOp = new("aten::normal_");
            private static readonly Op FillOp = new("aten::fill_", "Scalar");
            private static readonly Op CopyOp = new("aten::copy_");
            private static readonly Op QrOp = new("aten::linalg_qr");

            /// <summary>By how much a non-linearity shrinks what passes it: the standard deviation of the weights is that much greater.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0)
                => nonlinearity switch
                {
                    NonlinearityType.Tanh => 5.0 / 3.0,
                    NonlinearityType.ReLU => Math.Sqrt(2),
                    NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                    _ => 1,
                };

            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                long field = 1;
                for (var d = 2; d < shape.Length; d++) field *= shape[d];
                return (shape[1] * field, shape[0] * field);
            }

            public static Tensor constant_(Tensor tensor, Scalar val) => InPlace(FillOp, tensor, val);

            public static Tensor zeros_(Tensor tensor) => InPlace(FillOp, tensor, 0.0);

            public static Tensor ones_(Tensor tensor) => InPlace(FillOp, tensor, 1.0);

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null!)
                => InPlace(UniformOp, tensor, low, high, generator);

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null!)
                => InPlace(NormalOp, tensor, mean, std, generator);

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var bound = Math.Sqrt(3) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => normal_(tensor, 0, XavierDeviation(tensor, gain));

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
                => normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>Rows, or columns where they are fewer, that are orthonormal times gain; later dimensions count as columns.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                if (tensor.ndim < 2) throw new ArgumentException("Only tensors with 2 or more dimensions are supported");
                using var noGradients = no_grad();
                using var scope = NewDisposeScope();
                var rows = tensor.size(0);
                var columns = tensor.numel() / rows;
                var random = normal_(empty([rows, columns], tensor.dtype, tensor.device));
                if (rows < columns) random = random.t();
                var (q, r) = QrOp.Call2(random);
                q.mul_(r.diagonal().sign());
                if (rows < columns) q = q.t();
                CopyOp.CallVoid(tensor, q.reshape(tensor.shape).mul(gain));
                return tensor;
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static Tensor InPlace(Op op, Tensor tensor, params ReadOnlySpan<Arg> arguments)
            {
                using var noGradients = no_grad();
                op.CallVoid([tensor, .. arguments]);
                return tensor;
            }
        }
    }
}
