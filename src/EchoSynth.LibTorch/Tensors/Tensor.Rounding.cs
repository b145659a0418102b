namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_ceil = new("aten::ceil");
        private static readonly Op s_ceil_ = new("aten::ceil_");
        private static readonly Op s_floor = new("aten::floor");
        private static readonly Op s_floor_ = new("aten::floor_");
        private static readonly Op s_round = new("aten::round");
        private static readonly Op s_roundDecimals = new("aten::round", "decimals");
        private static readonly Op s_round_ = new("aten::round_");
        private static readonly Op s_roundDecimals_ = new("aten::round_", "decimals");
        private static readonly Op s_trunc = new("aten::trunc");
        private static readonly Op s_trunc_ = new("aten::trunc_");
        private static readonly Op s_fix = new("aten::fix");
        private static readonly Op s_fix_ = new("aten::fix_");
        private static readonly Op s_frac = new("aten::frac");
        private static readonly Op s_frac_ = new("aten::frac_");
        private static readonly Op s_sign = new("aten::sign");
        private static readonly Op s_sign_ = new("aten::sign_");
        private static readonly Op s_sgn = new("aten::sgn");
        private static readonly Op s_sgn_ = new("aten::sgn_");
        private static readonly Op s_signbit = new("aten::signbit");
        private static readonly Op s_copysign = new("aten::copysign", "Tensor");
        private static readonly Op s_copysign_ = new("aten::copysign_", "Tensor");
        private static readonly Op s_clamp = new("aten::clamp");
        private static readonly Op s_clampTensor = new("aten::clamp", "Tensor");
        private static readonly Op s_clamp_ = new("aten::clamp_");
        private static readonly Op s_clampTensor_ = new("aten::clamp_", "Tensor");
        private static readonly Op s_clampMax = new("aten::clamp_max");
        private static readonly Op s_clampMax_ = new("aten::clamp_max_");
        private static readonly Op s_clampMin = new("aten::clamp_min");
        private static readonly Op s_clampMin_ = new("aten::clamp_min_");
        private static readonly Op s_clip = new("aten::clip");
        private static readonly Op s_nanToNum = new("aten::nan_to_num");
        private static readonly Op s_nanToNum_ = new("aten::nan_to_num_");
        private static readonly Op s_heaviside = new("aten::heaviside");
        private static readonly Op s_heaviside_ = new("aten::heaviside_");
        private static readonly Op s_maximum = new("aten::maximum");
        private static readonly Op s_minimum = new("aten::minimum");
        private static readonly Op s_fmax = new("aten::fmax");
        private static readonly Op s_fmin = new("aten::fmin");
        private static readonly Op s_nextafter = new("aten::nextafter");
        private static readonly Op s_nextafter_ = new("aten::nextafter_");

        public Tensor ceil() => s_ceil.Call(this);

        public Tensor ceil_() => s_ceil_.Mutate(this);

        public Tensor floor() => s_floor.Call(this);

        public Tensor floor_() => s_floor_.Mutate(this);

        public Tensor round(long decimals = 0) => decimals == 0 ? s_round.Call(this) : s_roundDecimals.Call(this, decimals);

        public Tensor round_(long decimals = 0) => decimals == 0 ? s_round_.Mutate(this) : s_roundDecimals_.Mutate(this, decimals);

        public Tensor trunc() => s_trunc.Call(this);

        public Tensor trunc_() => s_trunc_.Mutate(this);

        public Tensor fix() => s_fix.Call(this);

        public Tensor fix_() => s_fix_.Mutate(this);

        public Tensor frac() => s_frac.Call(this);

        public Tensor frac_() => s_frac_.Mutate(this);

        public Tensor sign() => s_sign.Call(this);

        public Tensor sign_() => s_sign_.Mutate(this);

        public Tensor sgn() => s_sgn.Call(this);

        public Tensor sgn_() => s_sgn_.Mutate(this);

        public Tensor signbit() => s_signbit.Call(this);

        public Tensor copysign(Tensor other) => s_copysign.Call(this, other);

        public Tensor copysign_(Tensor other) => s_copysign_.Mutate(this, other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => s_clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => s_clampTensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => s_clamp_.Mutate(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => s_clampTensor_.Mutate(this, min, max);

        public Tensor clamp_max(Scalar max) => s_clampMax.Call(this, max);

        public Tensor clamp_max_(Scalar max) => s_clampMax_.Mutate(this, max);

        public Tensor clamp_min(Scalar min) => s_clampMin.Call(this, min);

        public Tensor clamp_min_(Scalar min) => s_clampMin_.Mutate(this, min);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => s_clip.Call(this, min, max);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            s_nanToNum.Call(this, nan, posinf, neginf);

        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            s_nanToNum_.Mutate(this, nan, posinf, neginf);

        public Tensor heaviside(Tensor other) => s_heaviside.Call(this, other);

        public Tensor heaviside_(Tensor other) => s_heaviside_.Mutate(this, other);

        public Tensor maximum(Tensor other) => s_maximum.Call(this, other);

        public Tensor minimum(Tensor other) => s_minimum.Call(this, other);

        public Tensor fmax(Tensor other) => s_fmax.Call(this, other);

        public Tensor fmin(Tensor other) => s_fmin.Call(this, other);

        public Tensor nextafter(Tensor other) => s_nextafter.Call(this, other);

        public Tensor nextafter_(Tensor other) => s_nextafter_.Mutate(this, other);
    }
}
