namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_erf = new("aten::erf");
        private static readonly Op s_erf_ = new("aten::erf_");
        private static readonly Op s_erfc = new("aten::erfc");
        private static readonly Op s_erfc_ = new("aten::erfc_");
        private static readonly Op s_erfinv = new("aten::erfinv");
        private static readonly Op s_erfinv_ = new("aten::erfinv_");
        private static readonly Op s_lgamma = new("aten::lgamma");
        private static readonly Op s_lgamma_ = new("aten::lgamma_");
        private static readonly Op s_digamma = new("aten::digamma");
        private static readonly Op s_digamma_ = new("aten::digamma_");
        private static readonly Op s_polygamma = new("aten::polygamma");
        private static readonly Op s_mvlgamma = new("aten::mvlgamma");
        private static readonly Op s_igamma = new("aten::igamma");
        private static readonly Op s_igammac = new("aten::igammac");
        private static readonly Op s_i0 = new("aten::i0");
        private static readonly Op s_i0_ = new("aten::i0_");
        private static readonly Op s_conj = new("aten::conj");
        private static readonly Op s_conjPhysical = new("aten::conj_physical");
        private static readonly Op s_conjPhysical_ = new("aten::conj_physical_");
        private static readonly Op s_resolveConj = new("aten::resolve_conj");
        private static readonly Op s_resolveNeg = new("aten::resolve_neg");
        private static readonly Op s_viewAsReal = new("aten::view_as_real");
        private static readonly Op s_viewAsComplex = new("aten::view_as_complex");

        public Tensor erf() => s_erf.Call(this);

        public Tensor erf_() => s_erf_.Mutate(this);

        public Tensor erfc() => s_erfc.Call(this);

        public Tensor erfc_() => s_erfc_.Mutate(this);

        public Tensor erfinv() => s_erfinv.Call(this);

        public Tensor erfinv_() => s_erfinv_.Mutate(this);

        public Tensor lgamma() => s_lgamma.Call(this);

        public Tensor lgamma_() => s_lgamma_.Mutate(this);

        public Tensor digamma() => s_digamma.Call(this);

        public Tensor digamma_() => s_digamma_.Mutate(this);

        public Tensor polygamma(long p) => s_polygamma.Call(p, this);

        public Tensor mvlgamma(long p) => s_mvlgamma.Call(this, p);

        public Tensor igamma(Tensor other) => s_igamma.Call(this, other);

        public Tensor igammac(Tensor other) => s_igammac.Call(this, other);

        public Tensor i0() => s_i0.Call(this);

        public Tensor i0_() => s_i0_.Mutate(this);

        public Tensor conj() => s_conj.Call(this);

        public Tensor conj_physical() => s_conjPhysical.Call(this);

        public Tensor conj_physical_() => s_conjPhysical_.Mutate(this);

        public Tensor resolve_conj() => s_resolveConj.Call(this);

        public Tensor resolve_neg() => s_resolveNeg.Call(this);

        public Tensor view_as_real() => s_viewAsReal.Call(this);

        public Tensor view_as_complex() => s_viewAsComplex.Call(this);
    }
}
