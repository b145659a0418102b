namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The fused operator, where this libtorch has it.</summary>
            private static readonly Lazy<Op?> FusedAttention = new(static () =>
            {
                var op = new Op("aten::scaled_dot_product_attention");
                return op.Exists ? op : null;
            });

            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
                => FusedAttention.Value is { } fused
                    ? fused.Call(query, key, value, attn_mask, p, is_casual)
                    : ComposedAttention(query, key, value, attn_mask, p, is_casual);

            /// <summary>For a libtorch before 2.0: the same from smaller operators, with the whole matrix of scores in memory.</summary>
            private static Tensor ComposedAttention(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool causal)
            {
                if (causal && mask is not null) throw new ArgumentException("Give attn_mask or is_casual, not both.", nameof(mask));
                using var scope = NewDisposeScope();
                var scores = query.mul(1 / Math.Sqrt(query.size(-1))).matmul(key.transpose(-2, -1));
                if (causal)
                {
                    var (rows, columns) = (query.size(-2), key.size(-2));
                    mask = ones([rows, columns], ScalarType.Bool, query.device).tril();
                }

                if (mask is not null)
                {
                    scores = mask.dtype == ScalarType.Bool
                        ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity)
                        : scores.add(mask);
                }

                var weights = softmax(scores, -1);
                if (dropout > 0) weights = functional.dropout(weights, dropout);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
