namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_selectInt = new("aten::select", "int");
        private static readonly Op s_selectScatter = new("aten::select_scatter");
        private static readonly Op s_slice = new("aten::slice", "Tensor");
        private static readonly Op s_sliceScatter = new("aten::slice_scatter");
        private static readonly Op s_indexSelect = new("aten::index_select");
        private static readonly Op s_indexAdd = new("aten::index_add");
        private static readonly Op s_indexAdd_ = new("aten::index_add_");
        private static readonly Op s_indexCopy = new("aten::index_copy");
        private static readonly Op s_indexCopy_ = new("aten::index_copy_");
        private static readonly Op s_indexFillIntScalar = new("aten::index_fill", "int_Scalar");
        private static readonly Op s_indexFillIntScalar_ = new("aten::index_fill_", "int_Scalar");
        private static readonly Op s_gather = new("aten::gather");
        private static readonly Op s_scatterSrc = new("aten::scatter", "src");
        private static readonly Op s_scatterSrc_ = new("aten::scatter_", "src");
        private static readonly Op s_scatterAdd = new("aten::scatter_add");
        private static readonly Op s_scatterAdd_ = new("aten::scatter_add_");
        private static readonly Op s_maskedFillScalar = new("aten::masked_fill", "Scalar");
        private static readonly Op s_maskedFillScalar_ = new("aten::masked_fill_", "Scalar");
        private static readonly Op s_maskedSelect = new("aten::masked_select");
        private static readonly Op s_maskedScatter = new("aten::masked_scatter");
        private static readonly Op s_maskedScatter_ = new("aten::masked_scatter_");
        private static readonly Op s_take = new("aten::take");
        private static readonly Op s_takeAlongDim = new("aten::take_along_dim");
        private static readonly Op s_whereSelf = new("aten::where", "self");
        private static readonly Op s_nonzero = new("aten::nonzero");
        private static readonly Op s_nonzeroNumpy = new("aten::nonzero_numpy");
        private static readonly Op s_argwhere = new("aten::argwhere");

        public Tensor select(long dim, long index) => s_selectInt.Call(this, dim, index);

        public Tensor select_scatter(Tensor src, long dim, long index) => s_selectScatter.Call(this, src, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => s_slice.Call(this, dim, start, finish, step);

        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            s_sliceScatter.Call(this, src, dim, start, end, step);

        public Tensor index_select(long dim, Tensor index) => s_indexSelect.Call(this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => s_indexAdd.Call(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            s_indexAdd_.Mutate(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => s_indexCopy.Call(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => s_indexCopy_.Mutate(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => s_indexFillIntScalar.Call(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => s_indexFillIntScalar_.Mutate(this, dim, index, value);

        public Tensor gather(long dim, Tensor index) => s_gather.Call(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => s_scatterSrc.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => s_scatterSrc_.Mutate(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => s_scatterAdd.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => s_scatterAdd_.Mutate(this, dim, index, src);

        public Tensor masked_fill(Tensor mask, Scalar value) => s_maskedFillScalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => s_maskedFillScalar_.Mutate(this, mask, value);

        public Tensor masked_select(Tensor mask) => s_maskedSelect.Call(this, mask);

        public Tensor masked_scatter(Tensor mask, Tensor value) => s_maskedScatter.Call(this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => s_maskedScatter_.Mutate(this, mask, value);

        public Tensor take(Tensor index) => s_take.Call(this, index);

        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray(), device: device));

        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(tensor(indices.ToArray(), device: device), dim);

        public Tensor take_along_dim(Tensor indices) => s_takeAlongDim.Call(this, indices);

        public Tensor take_along_dim(Tensor indices, long dim) => s_takeAlongDim.Call(this, indices, dim);

        public Tensor where(Tensor condition, Tensor y) => s_whereSelf.Call(condition, this, y);

        public Tensor nonzero() => s_nonzero.Call(this);

        public IList<Tensor> nonzero_as_list() => s_nonzeroNumpy.CallList(this);

        public Tensor argwhere() => s_argwhere.Call(this);
    }
}
