namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_chunk = new("aten::chunk");
        private static readonly Op s_split = new("aten::split", "Tensor");
        private static readonly Op s_splitWithSizes = new("aten::split_with_sizes");
        private static readonly Op s_tensorSplitTensorIndicesOrSections = new("aten::tensor_split", "tensor_indices_or_sections");
        private static readonly Op s_tensorSplitSections = new("aten::tensor_split", "sections");
        private static readonly Op s_tensorSplitIndices = new("aten::tensor_split", "indices");
        private static readonly Op s_hsplitInt = new("aten::hsplit", "int");
        private static readonly Op s_hsplitArray = new("aten::hsplit", "array");
        private static readonly Op s_vsplitInt = new("aten::vsplit", "int");
        private static readonly Op s_vsplitArray = new("aten::vsplit", "array");
        private static readonly Op s_dsplitInt = new("aten::dsplit", "int");
        private static readonly Op s_dsplitArray = new("aten::dsplit", "array");
        private static readonly Op s_unbindInt = new("aten::unbind", "int");

        public Tensor[] chunk(long chunks, long dim = 0) => s_chunk.CallList(this, chunks, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] split(long size, int dim = 0) => s_split.CallList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => s_splitWithSizes.CallList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => s_splitWithSizes.CallList(this, sizes);

        public Tensor[] tensor_split(Tensor indices, long dim = 0) => s_tensorSplitTensorIndicesOrSections.CallList(this, indices, dim);

        public Tensor[] tensor_split(long size, long dim = 0) => s_tensorSplitSections.CallList(this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0) => s_tensorSplitIndices.CallList(this, sizes, dim);

        public Tensor[] hsplit(Tensor indices) => tensor_split(indices, ndim == 1 ? 0 : 1);

        public Tensor[] hsplit(long size) => s_hsplitInt.CallList(this, size);

        public Tensor[] hsplit(params long[] sizes) => s_hsplitArray.CallList(this, sizes);

        public Tensor[] vsplit(Tensor indices) => tensor_split(indices, 0);

        public Tensor[] vsplit(long size) => s_vsplitInt.CallList(this, size);

        public Tensor[] vsplit(params long[] sizes) => s_vsplitArray.CallList(this, sizes);

        public Tensor[] dsplit((long, long) indices_or_sections) => dsplit([indices_or_sections.Item1, indices_or_sections.Item2]);

        public Tensor[] dsplit((long, long, long) indices_or_sections) =>
            dsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3]);

        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            dsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4]);

        public Tensor[] dsplit(Tensor indices) => tensor_split(indices, 2);

        public Tensor[] dsplit(long size) => s_dsplitInt.CallList(this, size);

        public Tensor[] dsplit(params long[] sizes) => s_dsplitArray.CallList(this, sizes);

        public Tensor[] unbind(long dimension = 0) => s_unbindInt.CallList(this, dimension);
    }
}
