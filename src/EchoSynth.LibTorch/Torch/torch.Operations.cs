namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_einsum = new("aten::einsum");
    private static readonly Op s_complex = new("aten::complex");
    private static readonly Op s_polar = new("aten::polar");
    private static readonly Op s_combinations = new("aten::combinations");
    private static readonly Op s_chainMatmul = new("aten::chain_matmul");
    private static readonly Op s_gather = new("aten::gather");
    private static readonly Op s_searchsorted = new("aten::searchsorted", "Tensor");
    private static readonly Op s_searchsortedScalar = new("aten::searchsorted", "Scalar");
    private static readonly Op s_trilIndices = new("aten::tril_indices");
    private static readonly Op s_triuIndices = new("aten::triu_indices");
    private static readonly Op s_hannWindow = new("aten::hann_window", "periodic");
    private static readonly Op s_hammingWindow = new("aten::hamming_window", "periodic_alpha_beta");
    private static readonly Op s_blackmanWindow = new("aten::blackman_window", "periodic");
    private static readonly Op s_bartlettWindow = new("aten::bartlett_window", "periodic");
    private static readonly Op s_kaiserWindow = new("aten::kaiser_window", "beta");

    public static Tensor einsum(string equation, params Tensor[] tensors) => s_einsum.Call(equation, tensors);

    public static Tensor complex(Tensor real, Tensor imag) => s_complex.Call(real, imag);

    public static Tensor polar(Tensor abs, Tensor angle) => s_polar.Call(abs, angle);

    public static Tensor real(Tensor input) => input.real;

    public static Tensor imag(Tensor input) => input.imag;

    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) =>
        s_combinations.Call(input, r, with_replacement);

    public static Tensor chain_matmul(params Tensor[] matrices) => s_chainMatmul.Call(matrices);

    public static Tensor norm(Tensor input) => input.norm();

    public static Tensor movedim(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    public static Tensor moveaxis(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        s_gather.Call(input, dim, index, sparse_grad);

    public static Tensor multiply_(Tensor left, Tensor right) => left.mul_(right);

    public static Tensor multiply_(Tensor left, Scalar right) => left.mul_(right);

    public static Tensor divide_(Tensor left, Scalar right) => left.div_(right);

    public static Tensor negative_(Tensor input) => input.neg_();

    public static Tensor[] where(Tensor condition) => condition.nonzero_as_list().ToArray();

    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor sorter = null!) =>
        s_searchsorted.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor sorter) =>
        s_searchsortedScalar.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);

    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);

    public static Tensor tril_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        s_trilIndices.Call(row, col, offset, dtype, Arg.None, InitializeDevice(device));

    public static Tensor triu_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        s_triuIndices.Call(row, col, offset, dtype, Arg.None, InitializeDevice(device));

    public static Tensor hann_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Window(s_hannWindow, len, periodic, dtype, device, requires_grad);

    public static Tensor blackman_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Window(s_blackmanWindow, len, periodic, dtype, device, requires_grad);

    public static Tensor bartlett_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Window(s_bartlettWindow, len, periodic, dtype, device, requires_grad);

    public static Tensor hamming_window(
        long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var type = dtype ?? s_defaultDtype;
        return Finished(s_hammingWindow.Call(len, periodic, alpha, beta, type, Arg.None, InitializeDevice(device)), requires_grad);
    }

    public static Tensor kaiser_window(
        long len, bool periodic = true, float beta = 12, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finished(s_kaiserWindow.Call(len, periodic, beta, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device)), requires_grad);

    public static Size broadcast_shapes(params long[][] shapes)
    {
        var result = new long[shapes.Max(shape => shape.Length)];
        Array.Fill(result, 1);
        foreach (var shape in shapes)
        {
            for (var i = 1; i <= shape.Length; i++)
            {
                ref var size = ref result[^i];
                if (shape[^i] != size && shape[^i] != 1 && size != 1)
                    throw new ArgumentException("Shape mismatch: objects cannot be broadcast to a single shape.", nameof(shapes));
                size = size == 1 ? shape[^i] : size;
            }
        }

        return new Size(result);
    }

    private static Tensor Window(Op op, long length, bool periodic, ScalarType? dtype, Device? device, bool requiresGrad) =>
        Finished(op.Call(length, periodic, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device)), requiresGrad);
}
