namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_sumDimIntList = new("aten::sum", "dim_IntList");
        private static readonly Op s_sum = new("aten::sum");
        private static readonly Op s_mean = new("aten::mean");
        private static readonly Op s_meanDim = new("aten::mean", "dim");
        private static readonly Op s_prod = new("aten::prod");
        private static readonly Op s_prodDimInt = new("aten::prod", "dim_int");
        private static readonly Op s_nansum = new("aten::nansum");
        private static readonly Op s_nanmean = new("aten::nanmean");
        private static readonly Op s_std = new("aten::std");
        private static readonly Op s_stdDim = new("aten::std", "dim");
        private static readonly Op s_var = new("aten::var");
        private static readonly Op s_varDim = new("aten::var", "dim");
        private static readonly Op s_stdMean = new("aten::std_mean");
        private static readonly Op s_stdMeanDim = new("aten::std_mean", "dim");
        private static readonly Op s_varMeanDim = new("aten::var_mean", "dim");
        private static readonly Op s_varMean = new("aten::var_mean");
        private static readonly Op s_maxDim = new("aten::max", "dim");
        private static readonly Op s_max = new("aten::max");
        private static readonly Op s_maxOther = new("aten::max", "other");
        private static readonly Op s_minDim = new("aten::min", "dim");
        private static readonly Op s_min = new("aten::min");
        private static readonly Op s_minOther = new("aten::min", "other");
        private static readonly Op s_amax = new("aten::amax");
        private static readonly Op s_amaxOut = new("aten::amax", "out");
        private static readonly Op s_amin = new("aten::amin");
        private static readonly Op s_aminOut = new("aten::amin", "out");
        private static readonly Op s_aminmax = new("aten::aminmax");
        private static readonly Op s_argmax = new("aten::argmax");
        private static readonly Op s_argmin = new("aten::argmin");
        private static readonly Op s_all = new("aten::all");
        private static readonly Op s_allDim = new("aten::all", "dim");
        private static readonly Op s_any = new("aten::any");
        private static readonly Op s_anyDim = new("aten::any", "dim");
        private static readonly Op s_median = new("aten::median");
        private static readonly Op s_nanmedian = new("aten::nanmedian");
        private static readonly Op s_mode = new("aten::mode");
        private static readonly Op s_kthvalue = new("aten::kthvalue");
        private static readonly Op s_quantile = new("aten::quantile");
        private static readonly Op s_nanquantile = new("aten::nanquantile");
        private static readonly Op s_logsumexp = new("aten::logsumexp");
        private static readonly Op s_normScalar = new("aten::norm", "Scalar");
        private static readonly Op s_normScalarOptDim = new("aten::norm", "ScalarOpt_dim");
        private static readonly Op s_dist = new("aten::dist");
        private static readonly Op s_countNonzero = new("aten::count_nonzero");
        private static readonly Op s_countNonzeroDimIntList = new("aten::count_nonzero", "dim_IntList");
        private static readonly Op s_cumsum = new("aten::cumsum");
        private static readonly Op s_cumprod = new("aten::cumprod");
        private static readonly Op s_cummax = new("aten::cummax");
        private static readonly Op s_cummin = new("aten::cummin");
        private static readonly Op s_histc = new("aten::histc");
        private static readonly Op s_bincount = new("aten::bincount");
        private static readonly Op s_diff = new("aten::diff");
        private static readonly Op s_cov = new("aten::cov");
        private static readonly Op s_corrcoef = new("aten::corrcoef");
        private static readonly Op s_trapezoidX = new("aten::trapezoid", "x");
        private static readonly Op s_trapezoidDx = new("aten::trapezoid", "dx");
        private static readonly Op s_cumulativeTrapezoidX = new("aten::cumulative_trapezoid", "x");
        private static readonly Op s_cumulativeTrapezoidDx = new("aten::cumulative_trapezoid", "dx");

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, dim, keepdim, type);

        public Tensor sum(ScalarType? type = null) => s_sum.Call(this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => s_sumDimIntList.Call(this, dim, keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, new[] { dim0, dim1 }, keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, new[] { dim0, dim1, dim2 }, keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => s_sumDimIntList.Call(this, dim, keepdim, type);

        public Tensor mean() => s_mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            s_meanDim.Call(this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => s_prod.Call(this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => s_prodDimInt.Call(this, dim, keepdim, type);

        public Tensor nansum() => s_nansum.Call(this);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) => s_nanmean.Call(this, dim, keepdim, dtype);

        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim.Item1, dim.Item2], unbiased, keepdim, type);

        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor std(bool unbiased = true) => s_std.Call(this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_stdDim.Call(As(type), dimensions, unbiased, keepdim);

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim.Item1, dim.Item2], unbiased, keepdim, type);

        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor var(bool unbiased = true) => s_var.Call(this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_varDim.Call(As(type), dimensions, unbiased, keepdim);

        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(
            (long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean(dimensions.ToArray(), unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => s_stdMean.Call2(this, unbiased);

        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean([dim], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_stdMeanDim.Call2(As(type), dimensions, unbiased, keepdim);

        public (Tensor std, Tensor mean) var_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean(dimensions.ToArray(), unbiased, keepdim, type);

        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_varMeanDim.Call2(As(type), dimensions, unbiased, keepdim);

        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);

        public (Tensor var, Tensor mean) var_mean(
            (long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => s_varMean.Call2(this, unbiased);

        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim], unbiased, keepdim, type);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => s_maxDim.Call2(this, dim, keepdim);

        public Tensor max() => s_max.Call(this);

        public Tensor max(Tensor other) => s_maxOther.Call(this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => s_minDim.Call2(this, dim, keepdim);

        public Tensor min() => s_min.Call(this);

        public Tensor min(Tensor other) => s_minOther.Call(this, other);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amax(dims.ToArray(), keepdim, @out);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? s_amax.Call(this, dims, keepdim) : s_amaxOut.Call(this, dims, keepdim, @out);

        public Tensor amax(params long[] dims) => s_amax.Call(this, dims);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amin(dims.ToArray(), keepdim, @out);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? s_amin.Call(this, dims, keepdim) : s_aminOut.Call(this, dims, keepdim, @out);

        public Tensor amin(params long[] dims) => s_amin.Call(this, dims);

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => s_aminmax.Call2(this, dim, keepdim);

        public Tensor argmax() => s_argmax.Call(this);

        public Tensor argmax(long dim, bool keepdim = false) => s_argmax.Call(this, dim, keepdim);

        public Tensor argmin() => s_argmin.Call(this);

        public Tensor argmin(long dim, bool keepdim = false) => s_argmin.Call(this, dim, keepdim);

        public Tensor all() => s_all.Call(this);

        public Tensor all(long dim, bool keepdim = false) => s_allDim.Call(this, dim, keepdim);

        public Tensor any() => s_any.Call(this);

        public Tensor any(long dim, bool keepdim = false) => s_anyDim.Call(this, dim, keepdim);

        public Tensor median() => s_median.Call(this);

        public Tensor nanmedian() => s_nanmedian.Call(this);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => s_mode.Call2(this, dim, keepdim);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            s_kthvalue.Call2(this, k, dim ?? -1, keepdim);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => s_quantile.Call(this, q, dim, keepdim);

        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => s_nanquantile.Call(this, q, dim, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) => s_logsumexp.Call(this, dim, keepdim);

        public Tensor norm(float p = 2f) => s_normScalar.Call(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => s_normScalarOptDim.Call(this, p, dim, keepdim);

        public Tensor dist(Tensor other, float p = 2f) => s_dist.Call(this, other, p);

        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? s_countNonzero.Call(this) : s_countNonzeroDimIntList.Call(this, dims);

        public Tensor cumsum(long dim, ScalarType? type = null) => s_cumsum.Call(this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => s_cumprod.Call(this, dim, type);

        public (Tensor values, Tensor indexes) cummax(long dim) => s_cummax.Call2(this, dim);

        public (Tensor values, Tensor indexes) cummin(long dim) => s_cummin.Call2(this, dim);

        public Tensor histc(long bins = 100, long min = 0, long max = 0) => s_histc.Call(this, bins, min, max);

        public Tensor bincount(Tensor? weights, long minlength = 0) => s_bincount.Call(this, weights, minlength);

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            s_diff.Call(this, n, dim, prepend, append);

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            s_cov.Call(this, correction, fweights, aweights);

        public Tensor corrcoef() => s_corrcoef.Call(this);

        public Tensor trapezoid(Tensor x, long dim = -1) => s_trapezoidX.Call(this, x, dim);

        public Tensor trapezoid(double dx = 1, long dim = -1) => s_trapezoidDx.Call(this, dx, dim);

        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => s_cumulativeTrapezoidX.Call(this, x, dim);

        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => s_cumulativeTrapezoidDx.Call(this, dx, dim);

        /// <summary>The tensor in the type in which the statistic is wanted.</summary>
        private Tensor As(ScalarType? type) => type is { } wanted ? to(wanted) : this;
    }
}
