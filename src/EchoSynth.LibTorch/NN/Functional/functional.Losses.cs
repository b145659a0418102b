namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op L1LossOp = new("aten::l1_loss");
            private static readonly Op MseLossOp = new("aten::mse_loss");
            private static readonly Op SmoothL1LossOp = new("aten::smooth_l1_loss");
            private static readonly Op HuberLossOp = new("aten::huber_loss");
            private static readonly Op BinaryCrossEntropyOp = new("aten::binary_cross_entropy");
            private static readonly Op BinaryCrossEntropyLogitsOp = new("aten::binary_cross_entropy_with_logits");
            private static readonly Op CrossEntropyOp = new("aten::cross_entropy_loss");
            private static readonly Op NllLossOp = new("aten::nll_loss_nd");
            private static readonly Op KlDivOp = new("aten::kl_div");
            private static readonly Op CosineSimilarityOp = new("aten::cosine_similarity");

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => L1LossOp.Call(input, target, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => MseLossOp.Call(input, target, (long)reduction);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0)
                => SmoothL1LossOp.Call(input, target, (long)reduction, beta);

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean)
                => HuberLossOp.Call(input, target, (long)reduction, delta);

            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => BinaryCrossEntropyOp.Call(input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
                => BinaryCrossEntropyLogitsOp.Call(input, target, weight, pos_weights, (long)reduction);

            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0)
                => CrossEntropyOp.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => NllLossOp.Call(input, target, weight, (long)reduction);

            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean)
                => KlDivOp.Call(input, target, (long)reduction, log_target);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-08)
                => CosineSimilarityOp.Call(x1, x2, dim, eps);
        }
    }
}
