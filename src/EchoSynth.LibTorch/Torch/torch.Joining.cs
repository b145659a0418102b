namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_cat = new("aten::cat");
    private static readonly Op s_stack = new("aten::stack");
    private static readonly Op s_hstack = new("aten::hstack");
    private static readonly Op s_vstack = new("aten::vstack");
    private static readonly Op s_dstack = new("aten::dstack");
    private static readonly Op s_columnStack = new("aten::column_stack");
    private static readonly Op s_rowStack = new("aten::row_stack");
    private static readonly Op s_blockDiag = new("aten::block_diag");
    private static readonly Op s_cartesianProd = new("aten::cartesian_prod");
    private static readonly Op s_meshgrid = new("aten::meshgrid", "indexing");
    private static readonly Op s_broadcastTensors = new("aten::broadcast_tensors");

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => s_cat.Call(Listed(tensors), dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => s_cat.Call(tensors.ToArray(), dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => s_cat.Call(tensors, dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => s_stack.Call(Listed(tensors), dim);

    public static Tensor hstack(IEnumerable<Tensor> tensors) => s_hstack.Call(Listed(tensors));

    public static Tensor hstack(IList<Tensor> tensors) => s_hstack.Call(Listed(tensors));

    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => s_hstack.Call(tensors.ToArray());

    public static Tensor hstack(params Tensor[] tensors) => s_hstack.Call(tensors);

    public static Tensor vstack(IList<Tensor> tensors) => s_vstack.Call(Listed(tensors));

    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => s_vstack.Call(tensors.ToArray());

    public static Tensor vstack(Tensor[] tensors) => s_vstack.Call(tensors);

    public static Tensor dstack(IEnumerable<Tensor> tensors) => s_dstack.Call(Listed(tensors));

    public static Tensor dstack(IList<Tensor> tensors) => s_dstack.Call(Listed(tensors));

    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => s_dstack.Call(tensors.ToArray());

    public static Tensor dstack(params Tensor[] tensors) => s_dstack.Call(tensors);

    public static Tensor column_stack(IList<Tensor> tensors) => s_columnStack.Call(Listed(tensors));

    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => s_columnStack.Call(tensors.ToArray());

    public static Tensor column_stack(params Tensor[] tensors) => s_columnStack.Call(tensors);

    public static Tensor row_stack(IList<Tensor> tensors) => s_rowStack.Call(Listed(tensors));

    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => s_rowStack.Call(tensors.ToArray());

    public static Tensor row_stack(params Tensor[] tensors) => s_rowStack.Call(tensors);

    public static Tensor block_diag(params Tensor[] tensors) => s_blockDiag.Call(tensors);

    public static Tensor cartesian_prod(IList<Tensor> tensors) => s_cartesianProd.Call(Listed(tensors));

    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => s_cartesianProd.Call(tensors.ToArray());

    public static Tensor cartesian_prod(params Tensor[] tensors) => s_cartesianProd.Call(tensors);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        s_meshgrid.CallList(Listed(tensors), indexing);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => s_broadcastTensors.CallList(tensors);

    private static Tensor[] Listed(IEnumerable<Tensor> tensors) => tensors as Tensor[] ?? tensors.ToArray();
}
