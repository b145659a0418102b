namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_sortStable = new("aten::sort", "stable");
        private static readonly Op s_argsort = new("aten::argsort");
        private static readonly Op s_msort = new("aten::msort");
        private static readonly Op s_topk = new("aten::topk");
        private static readonly Op s_unique2 = new("aten::_unique2");
        private static readonly Op s_uniqueDim = new("aten::unique_dim");
        private static readonly Op s_uniqueConsecutive = new("aten::unique_consecutive");
        private static readonly Op s_bucketize = new("aten::bucketize", "Tensor");

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            s_sortStable.Call2(this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => s_argsort.Call(this, dim, descending);

        public Tensor msort() => s_msort.Call(this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            s_topk.Call2(this, k, dim, largest, sorted);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Optional(dim is null ? s_unique2.Call3(this, sorted, return_inverse, return_counts) : s_uniqueDim.Call3(this, dim.Value, sorted, return_inverse, return_counts), return_inverse, return_counts);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Optional(s_uniqueConsecutive.Call3(this, return_inverse, return_counts, (long?)dim), return_inverse, return_counts);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            s_bucketize.Call(this, boundaries, outInt32, right);

        /// <summary>The operators give all three; those that were not asked for are empty.</summary>
        private static (Tensor, Tensor?, Tensor?) Optional((Tensor Output, Tensor Inverse, Tensor Counts) all, bool inverse, bool counts)
        {
            if (!inverse)
                all.Inverse.Dispose();
            if (!counts)
                all.Counts.Dispose();
            return (all.Output, inverse ? all.Inverse : null, counts ? all.Counts : null);
        }
    }
}
