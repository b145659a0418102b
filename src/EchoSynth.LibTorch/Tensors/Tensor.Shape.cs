namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_view = new("aten::view");
        private static readonly Op s_viewAs = new("aten::view_as");
        private static readonly Op s_reshape = new("aten::reshape");
        private static readonly Op s_permute = new("aten::permute");
        private static readonly Op s_transposeInt = new("aten::transpose", "int");
        private static readonly Op s_transpose_ = new("aten::transpose_");
        private static readonly Op s_t = new("aten::t");
        private static readonly Op s_swapaxes = new("aten::swapaxes");
        private static readonly Op s_swapdims = new("aten::swapdims");
        private static readonly Op s_movedimIntlist = new("aten::movedim", "intlist");
        private static readonly Op s_moveaxisIntlist = new("aten::moveaxis", "intlist");
        private static readonly Op s_contiguous = new("aten::contiguous");
        private static readonly Op s_expand = new("aten::expand");
        private static readonly Op s_expandAs = new("aten::expand_as");
        private static readonly Op s_broadcastTo = new("aten::broadcast_to");
        private static readonly Op s_repeat = new("aten::repeat");
        private static readonly Op s_repeatInterleaveSelfTensor = new("aten::repeat_interleave", "self_Tensor");
        private static readonly Op s_repeatInterleaveSelfInt = new("aten::repeat_interleave", "self_int");
        private static readonly Op s_tile = new("aten::tile");
        private static readonly Op s_squeezeDim = new("aten::squeeze", "dim");
        private static readonly Op s_squeeze = new("aten::squeeze");
        private static readonly Op s_squeezeDim_ = new("aten::squeeze_", "dim");
        private static readonly Op s_squeeze_ = new("aten::squeeze_");
        private static readonly Op s_unsqueeze = new("aten::unsqueeze");
        private static readonly Op s_unsqueeze_ = new("aten::unsqueeze_");
        private static readonly Op s_flattenUsingInts = new("aten::flatten", "using_ints");
        private static readonly Op s_ravel = new("aten::ravel");
        private static readonly Op s_unflattenInt = new("aten::unflatten", "int");
        private static readonly Op s_unfold = new("aten::unfold");
        private static readonly Op s_narrow = new("aten::narrow");
        private static readonly Op s_flip = new("aten::flip");
        private static readonly Op s_fliplr = new("aten::fliplr");
        private static readonly Op s_flipud = new("aten::flipud");
        private static readonly Op s_roll = new("aten::roll");
        private static readonly Op s_rot90 = new("aten::rot90");
        private static readonly Op s_asStrided = new("aten::as_strided");
        private static readonly Op s_alias = new("aten::alias");
        private static readonly Op s_atleast1d = new("aten::atleast_1d");
        private static readonly Op s_atleast2d = new("aten::atleast_2d");
        private static readonly Op s_atleast3d = new("aten::atleast_3d");
        private static readonly Op s_channelShuffle = new("aten::channel_shuffle");
        private static readonly Op s_adjoint = new("aten::adjoint");

        public Tensor view(params long[] shape) => s_view.Call(this, shape);

        public Tensor view_as(Tensor other) => s_viewAs.Call(this, other);

        public Tensor reshape(params long[] shape) => s_reshape.Call(this, shape);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor permute(params long[] permutation) => s_permute.Call(this, permutation);

        public Tensor transpose(long dim0, long dim1) => s_transposeInt.Call(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => s_transpose_.Mutate(this, dim0, dim1);

        public Tensor t() => s_t.Call(this);

        public Tensor swapaxes(long dim0, long dim1) => s_swapaxes.Call(this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => s_swapdims.Call(this, dim0, dim1);

        public Tensor movedim(long[] source, long[] destination) => s_movedimIntlist.Call(this, source, destination);

        public Tensor moveaxis(long[] source, long[] destination) => s_moveaxisIntlist.Call(this, source, destination);

        public Tensor contiguous() => s_contiguous.Call(this);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => s_expand.Call(this, sizes, isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => s_expand.Call(this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => s_expand.Call(this, sizes);

        public Tensor expand_as(Tensor other) => s_expandAs.Call(this, other);

        public Tensor broadcast_to(params long[] shape) => s_broadcastTo.Call(this, shape);

        public Tensor repeat(params long[] sizes) => s_repeat.Call(this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleaveSelfTensor.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleaveSelfInt.Call(this, repeats, dim, output_size);

        public Tensor tile(long[] reps) => s_tile.Call(this, reps);

        public Tensor squeeze(long? dim = null) => dim is { } d ? s_squeezeDim.Call(this, d) : s_squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? s_squeezeDim_.Mutate(this, d) : s_squeeze_.Mutate(this);

        public Tensor unsqueeze(long dim) => s_unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => s_unsqueeze_.Mutate(this, dim);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => s_flattenUsingInts.Call(this, start_dim, end_dim);

        public Tensor ravel() => s_ravel.Call(this);

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor unflatten(long dim, params long[] sizes) => s_unflattenInt.Call(this, dim, sizes);

        public Tensor unfold(long dimension, long size, long step) => s_unfold.Call(this, dimension, size, step);

        public Tensor narrow(long dim, long start, long length) => s_narrow.Call(this, dim, start, length);

        public Tensor flip(params long[] dims) => s_flip.Call(this, dims);

        public Tensor fliplr() => s_fliplr.Call(this);

        public Tensor flipud() => s_flipud.Call(this);

        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => s_roll.Call(this, shifts, dims);

        public Tensor roll(long shifts, long? dims = null) => dims is { } d ? s_roll.Call(this, shifts, d) : s_roll.Call(this, shifts);

        public Tensor roll(long[] shifts) => s_roll.Call(this, shifts);

        public Tensor roll(long[] shifts, long[] dims) => s_roll.Call(this, shifts, dims);

        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            s_rot90.Call(this, k, dims is { } d ? new[] { d.Item1, d.Item2 } : [0, 1]);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            s_asStrided.Call(this, size, strides, storageOffset);

        public Tensor alias() => s_alias.Call(this);

        public Tensor atleast_1d() => s_atleast1d.Call(this);

        public Tensor atleast_2d() => s_atleast2d.Call(this);

        public Tensor atleast_3d() => s_atleast3d.Call(this);

        public Tensor channel_shuffle(long groups) => s_channelShuffle.Call(this, groups);

        public Tensor adjoint() => s_adjoint.Call(this);
    }
}
