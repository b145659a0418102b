namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static partial class linalg
    {
        private static readonly Op s_linalgCholeskyEx = new("aten::linalg_cholesky_ex");
        private static readonly Op s_linalgInvEx = new("aten::linalg_inv_ex");
        private static readonly Op s_linalgLuFactor = new("aten::linalg_lu_factor");
        private static readonly Op s_linalgLu = new("aten::linalg_lu");
        private static readonly Op s_linalgSvd = new("aten::linalg_svd");
        private static readonly Op s_linalgEig = new("aten::linalg_eig");
        private static readonly Op s_linalgEigh = new("aten::linalg_eigh");
        private static readonly Op s_linalgSlogdet = new("aten::linalg_slogdet");
        private static readonly Op s_linalgCholesky = new("aten::linalg_cholesky");
        private static readonly Op s_linalgCross = new("aten::linalg_cross");
        private static readonly Op s_linalgDet = new("aten::linalg_det");
        private static readonly Op s_linalgDiagonal = new("aten::linalg_diagonal");
        private static readonly Op s_linalgEigvals = new("aten::linalg_eigvals");
        private static readonly Op s_linalgEigvalsh = new("aten::linalg_eigvalsh");
        private static readonly Op s_linalgInv = new("aten::linalg_inv");
        private static readonly Op s_linalgMatrixExp = new("aten::linalg_matrix_exp");
        private static readonly Op s_linalgMatrixNorm = new("aten::linalg_matrix_norm");
        private static readonly Op s_linalgMatrixNormStrOrd = new("aten::linalg_matrix_norm", "str_ord");
        private static readonly Op s_linalgMatrixRankAtolRtolFloat = new("aten::linalg_matrix_rank", "atol_rtol_float");
        private static readonly Op s_linalgMultiDot = new("aten::linalg_multi_dot");
        private static readonly Op s_linalgNorm = new("aten::linalg_norm");
        private static readonly Op s_linalgNormOrdStr = new("aten::linalg_norm", "ord_str");
        private static readonly Op s_linalgPinvAtolRtolFloat = new("aten::linalg_pinv", "atol_rtol_float");
        private static readonly Op s_linalgSolve = new("aten::linalg_solve");
        private static readonly Op s_linalgSvdvals = new("aten::linalg_svdvals");
        private static readonly Op s_linalgVander = new("aten::linalg_vander");
        private static readonly Op s_linalgVectorNorm = new("aten::linalg_vector_norm");

        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) =>
            s_linalgCholeskyEx.Call2(input, false, check_errors);

        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => s_linalgInvEx.Call2(input, check_errors);

        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => s_linalgLuFactor.Call2(input, pivot);

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => s_linalgLu.Call3(input, pivot);

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => s_linalgSvd.Call3(input, fullMatrices);

        public static (Tensor, Tensor) eig(Tensor input) => s_linalgEig.Call2(input);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => s_linalgEigh.Call2(input, UPLO.ToString());

        public static (Tensor, Tensor) slogdet(Tensor input) => s_linalgSlogdet.Call2(input);

        public static Tensor cholesky(Tensor input) => s_linalgCholesky.Call(input);

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => s_linalgCross.Call(input, other, dim);

        public static Tensor det(Tensor input) => s_linalgDet.Call(input);

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            s_linalgDiagonal.Call(input, offset, dim1, dim2);

        public static Tensor eigvals(Tensor input) => s_linalgEigvals.Call(input);

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => s_linalgEigvalsh.Call(input, UPLO.ToString());

        public static Tensor inv(Tensor input) => s_linalgInv.Call(input);

        public static Tensor matrix_exp(Tensor input) => s_linalgMatrixExp.Call(input);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgMatrixNorm.Call(input, ord, dims is null ? Arg.Default : dims, keepdim);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            s_linalgMatrixNormStrOrd.Call(input, ord, dims is null ? Arg.Default : dims, keepdim);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            s_linalgMatrixRankAtolRtolFloat.Call(input, atol, rtol, hermitian);

        public static Tensor multi_dot(IList<Tensor> tensors) => s_linalgMultiDot.Call(tensors.ToArray());

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgNorm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgNorm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            s_linalgNorm.Call(input, Arg.None, dims, keepdim);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgNormOrdStr.Call(input, ord, dims, keepdim);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            s_linalgPinvAtolRtolFloat.Call(input, atol, rtol, hermitian);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => s_linalgSolve.Call(A, B, left);

        public static Tensor svdvals(Tensor input) => s_linalgSvdvals.Call(input);

        public static Tensor vander(Tensor input, long? N = null) => s_linalgVander.Call(input, N);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            s_linalgVectorNorm.Call(input, ord, dims, keepdim);
    }
}
