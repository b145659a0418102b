namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_exp = new("aten::exp");
        private static readonly Op s_exp_ = new("aten::exp_");
        private static readonly Op s_exp2 = new("aten::exp2");
        private static readonly Op s_exp2_ = new("aten::exp2_");
        private static readonly Op s_expm1 = new("aten::expm1");
        private static readonly Op s_expm1_ = new("aten::expm1_");
        private static readonly Op s_log = new("aten::log");
        private static readonly Op s_log_ = new("aten::log_");
        private static readonly Op s_log10 = new("aten::log10");
        private static readonly Op s_log10_ = new("aten::log10_");
        private static readonly Op s_log1p = new("aten::log1p");
        private static readonly Op s_log1p_ = new("aten::log1p_");
        private static readonly Op s_log2 = new("aten::log2");
        private static readonly Op s_log2_ = new("aten::log2_");
        private static readonly Op s_sqrt = new("aten::sqrt");
        private static readonly Op s_sqrt_ = new("aten::sqrt_");
        private static readonly Op s_rsqrt = new("aten::rsqrt");
        private static readonly Op s_rsqrt_ = new("aten::rsqrt_");
        private static readonly Op s_logaddexp = new("aten::logaddexp");
        private static readonly Op s_logaddexp2 = new("aten::logaddexp2");
        private static readonly Op s_logcumsumexp = new("aten::logcumsumexp");
        private static readonly Op s_logit = new("aten::logit");
        private static readonly Op s_logit_ = new("aten::logit_");
        private static readonly Op s_xlogyScalarOther = new("aten::xlogy", "Scalar_Other");
        private static readonly Op s_xlogy = new("aten::xlogy", "Tensor");
        private static readonly Op s_xlogyScalarOther_ = new("aten::xlogy_", "Scalar_Other");
        private static readonly Op s_xlogy_ = new("aten::xlogy_", "Tensor");

        public Tensor exp() => s_exp.Call(this);

        public Tensor exp_() => s_exp_.Mutate(this);

        public Tensor exp2() => s_exp2.Call(this);

        public Tensor exp2_() => s_exp2_.Mutate(this);

        public Tensor expm1() => s_expm1.Call(this);

        public Tensor expm1_() => s_expm1_.Mutate(this);

        public Tensor log() => s_log.Call(this);

        public Tensor log_() => s_log_.Mutate(this);

        public Tensor log10() => s_log10.Call(this);

        public Tensor log10_() => s_log10_.Mutate(this);

        public Tensor log1p() => s_log1p.Call(this);

        public Tensor log1p_() => s_log1p_.Mutate(this);

        public Tensor log2() => s_log2.Call(this);

        public Tensor log2_() => s_log2_.Mutate(this);

        public Tensor sqrt() => s_sqrt.Call(this);

        public Tensor sqrt_() => s_sqrt_.Mutate(this);

        public Tensor rsqrt() => s_rsqrt.Call(this);

        public Tensor rsqrt_() => s_rsqrt_.Mutate(this);

        public Tensor logaddexp(Tensor other) => s_logaddexp.Call(this, other);

        public Tensor logaddexp2(Tensor other) => s_logaddexp2.Call(this, other);

        public Tensor logcumsumexp(long dim) => s_logcumsumexp.Call(this, dim);

        public Tensor logit(double? eps = null) => s_logit.Call(this, eps);

        public Tensor logit_(double? eps = null) => s_logit_.Mutate(this, eps);

        public Tensor xlogy(Scalar y) => s_xlogyScalarOther.Call(this, y);

        public Tensor xlogy(Tensor y) => s_xlogy.Call(this, y);

        public Tensor xlogy_(Scalar y) => s_xlogyScalarOther_.Mutate(this, y);

        public Tensor xlogy_(Tensor y) => s_xlogy_.Mutate(this, y);
    }
}
