namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_matmul = new("aten::matmul");
        private static readonly Op s_mm = new("aten::mm");
        private static readonly Op s_mv = new("aten::mv");
        private static readonly Op s_bmm = new("aten::bmm");
        private static readonly Op s_dot = new("aten::dot");
        private static readonly Op s_inner = new("aten::inner");
        private static readonly Op s_outer = new("aten::outer");
        private static readonly Op s_ger = new("aten::ger");
        private static readonly Op s_vdot = new("aten::vdot");
        private static readonly Op s_kron = new("aten::kron");
        private static readonly Op s_addmm = new("aten::addmm");
        private static readonly Op s_addmm_ = new("aten::addmm_");
        private static readonly Op s_addmv = new("aten::addmv");
        private static readonly Op s_addmv_ = new("aten::addmv_");
        private static readonly Op s_addr = new("aten::addr");
        private static readonly Op s_addr_ = new("aten::addr_");
        private static readonly Op s_addbmm = new("aten::addbmm");
        private static readonly Op s_addbmm_ = new("aten::addbmm_");
        private static readonly Op s_baddbmm = new("aten::baddbmm");
        private static readonly Op s_tensordot = new("aten::tensordot");
        private static readonly Op s_matrixExp = new("aten::matrix_exp");
        private static readonly Op s_matrixPower = new("aten::matrix_power");
        private static readonly Op s_det = new("aten::det");
        private static readonly Op s_logdet = new("aten::logdet");
        private static readonly Op s_inverse = new("aten::inverse");
        private static readonly Op s_pinverse = new("aten::pinverse");
        private static readonly Op s_trace = new("aten::trace");
        private static readonly Op s_choleskySolve = new("aten::cholesky_solve");
        private static readonly Op s_choleskyInverse = new("aten::cholesky_inverse");
        private static readonly Op s_renorm = new("aten::renorm");
        private static readonly Op s_diag = new("aten::diag");
        private static readonly Op s_diagflat = new("aten::diagflat");
        private static readonly Op s_diagEmbed = new("aten::diag_embed");
        private static readonly Op s_diagonal = new("aten::diagonal");
        private static readonly Op s_diagonalScatter = new("aten::diagonal_scatter");
        private static readonly Op s_tril = new("aten::tril");
        private static readonly Op s_tril_ = new("aten::tril_");
        private static readonly Op s_triu = new("aten::triu");
        private static readonly Op s_triu_ = new("aten::triu_");

        public Tensor matmul(Tensor target) => s_matmul.Call(this, target);

        public Tensor mm(Tensor target) => s_mm.Call(this, target);

        public Tensor mv(Tensor target) => s_mv.Call(this, target);

        public Tensor bmm(Tensor batch2) => s_bmm.Call(this, batch2);

        public Tensor dot(Tensor target) => s_dot.Call(this, target);

        public Tensor inner(Tensor vec2) => s_inner.Call(this, vec2);

        public Tensor outer(Tensor vec2) => s_outer.Call(this, vec2);

        public Tensor ger(Tensor vec2) => s_ger.Call(this, vec2);

        public Tensor vdot(Tensor target) => s_vdot.Call(this, target);

        public Tensor kron(Tensor other) => s_kron.Call(this, other);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => s_addmm.Call(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => s_addmm_.Mutate(this, mat1, mat2, beta, alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => s_addmv.Call(this, mat, vec, beta, alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => s_addmv_.Mutate(this, mat, vec, beta, alpha);

        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => s_addr.Call(this, vec1, vec2, beta, alpha);

        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => s_addr_.Mutate(this, vec1, vec2, beta, alpha);

        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            s_addbmm.Call(this, batch1, batch2, beta, alpha);

        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            s_addbmm_.Mutate(this, batch1, batch2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            s_baddbmm.Call(this, batch1, batch2, beta, alpha);

        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, Array.ConvertAll(dims, d => d.Item1), Array.ConvertAll(dims, d => d.Item2));

        public Tensor tensordot(Tensor b, long dims = 2) => tensordot(b, Range(ndim - dims, dims), Range(0, dims));

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => s_tensordot.Call(this, b, dims1, dims2);

        public Tensor matrix_exp() => s_matrixExp.Call(this);

        public Tensor matrix_power(int n) => s_matrixPower.Call(this, n);

        public Tensor det() => s_det.Call(this);

        public Tensor logdet() => s_logdet.Call(this);

        public Tensor inverse() => s_inverse.Call(this);

        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => s_pinverse.Call(this, rcond, hermitian);

        public Tensor trace() => s_trace.Call(this);

        public Tensor cholesky_solve(Tensor input2, bool upper = false) => s_choleskySolve.Call(this, input2, upper);

        public Tensor cholesky_inverse(bool upper = false) => s_choleskyInverse.Call(this, upper);

        public Tensor renorm(float p, long dim, float maxnorm) => s_renorm.Call(this, p, dim, maxnorm);

        public Tensor diag(long diagonal = 0) => s_diag.Call(this, diagonal);

        public Tensor diagflat(long offset = 0) => s_diagflat.Call(this, offset);

        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => s_diagEmbed.Call(this, offset, dim1, dim2);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => s_diagonal.Call(this, offset, dim1, dim2);

        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
            s_diagonalScatter.Call(this, src, offset, dim1, dim2);

        public Tensor tril(long diagonal = 0) => s_tril.Call(this, diagonal);

        public Tensor tril_(long diagonal = 0) => s_tril_.Mutate(this, diagonal);

        public Tensor triu(long diagonal = 0) => s_triu.Call(this, diagonal);

        public Tensor triu_(long diagonal = 0) => s_triu_.Mutate(this, diagonal);

        private static long[] Range(long start, long count)
        {
            var range = new long[count];
            for (var i = 0; i < range.Length; i++)
                range[i] = start + i;
            return range;
        }
    }
}
