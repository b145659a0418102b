namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_sin = new("aten::sin");
        private static readonly Op s_sin_ = new("aten::sin_");
        private static readonly Op s_cos = new("aten::cos");
        private static readonly Op s_cos_ = new("aten::cos_");
        private static readonly Op s_tan = new("aten::tan");
        private static readonly Op s_tan_ = new("aten::tan_");
        private static readonly Op s_sinc = new("aten::sinc");
        private static readonly Op s_sinc_ = new("aten::sinc_");
        private static readonly Op s_asin = new("aten::asin");
        private static readonly Op s_asin_ = new("aten::asin_");
        private static readonly Op s_acos = new("aten::acos");
        private static readonly Op s_acos_ = new("aten::acos_");
        private static readonly Op s_atan = new("aten::atan");
        private static readonly Op s_atan_ = new("aten::atan_");
        private static readonly Op s_atan2 = new("aten::atan2");
        private static readonly Op s_atan2_ = new("aten::atan2_");
        private static readonly Op s_arcsin = new("aten::arcsin");
        private static readonly Op s_arcsin_ = new("aten::arcsin_");
        private static readonly Op s_arccos = new("aten::arccos");
        private static readonly Op s_arccos_ = new("aten::arccos_");
        private static readonly Op s_arctan = new("aten::arctan");
        private static readonly Op s_arctan_ = new("aten::arctan_");
        private static readonly Op s_arctan2 = new("aten::arctan2");
        private static readonly Op s_arctan2_ = new("aten::arctan2_");
        private static readonly Op s_sinh = new("aten::sinh");
        private static readonly Op s_sinh_ = new("aten::sinh_");
        private static readonly Op s_cosh = new("aten::cosh");
        private static readonly Op s_cosh_ = new("aten::cosh_");
        private static readonly Op s_tanh = new("aten::tanh");
        private static readonly Op s_tanh_ = new("aten::tanh_");
        private static readonly Op s_asinh = new("aten::asinh");
        private static readonly Op s_asinh_ = new("aten::asinh_");
        private static readonly Op s_acosh = new("aten::acosh");
        private static readonly Op s_acosh_ = new("aten::acosh_");
        private static readonly Op s_atanh = new("aten::atanh");
        private static readonly Op s_atanh_ = new("aten::atanh_");
        private static readonly Op s_arcsinh = new("aten::arcsinh");
        private static readonly Op s_arcsinh_ = new("aten::arcsinh_");
        private static readonly Op s_arccosh = new("aten::arccosh");
        private static readonly Op s_arccosh_ = new("aten::arccosh_");
        private static readonly Op s_arctanh = new("aten::arctanh");
        private static readonly Op s_arctanh_ = new("aten::arctanh_");
        private static readonly Op s_deg2rad = new("aten::deg2rad");
        private static readonly Op s_deg2rad_ = new("aten::deg2rad_");
        private static readonly Op s_rad2deg = new("aten::rad2deg");
        private static readonly Op s_rad2deg_ = new("aten::rad2deg_");
        private static readonly Op s_angle = new("aten::angle");

        public Tensor sin() => s_sin.Call(this);

        public Tensor sin_() => s_sin_.Mutate(this);

        public Tensor cos() => s_cos.Call(this);

        public Tensor cos_() => s_cos_.Mutate(this);

        public Tensor tan() => s_tan.Call(this);

        public Tensor tan_() => s_tan_.Mutate(this);

        public Tensor sinc() => s_sinc.Call(this);

        public Tensor sinc_() => s_sinc_.Mutate(this);

        public Tensor asin() => s_asin.Call(this);

        public Tensor asin_() => s_asin_.Mutate(this);

        public Tensor acos() => s_acos.Call(this);

        public Tensor acos_() => s_acos_.Mutate(this);

        public Tensor atan() => s_atan.Call(this);

        public Tensor atan_() => s_atan_.Mutate(this);

        public Tensor atan2(Tensor other) => s_atan2.Call(this, other);

        public Tensor atan2_(Tensor other) => s_atan2_.Mutate(this, other);

        public Tensor arcsin() => s_arcsin.Call(this);

        public Tensor arcsin_() => s_arcsin_.Mutate(this);

        public Tensor arccos() => s_arccos.Call(this);

        public Tensor arccos_() => s_arccos_.Mutate(this);

        public Tensor arctan() => s_arctan.Call(this);

        public Tensor arctan(Tensor other) => s_atan2.Call(this, other);

        public Tensor arctan_() => s_arctan_.Mutate(this);

        public Tensor arctan_(Tensor other) => s_atan2_.Mutate(this, other);

        public Tensor arctan2(Tensor other) => s_arctan2.Call(this, other);

        public Tensor arctan2_(Tensor other) => s_arctan2_.Mutate(this, other);

        public Tensor sinh() => s_sinh.Call(this);

        public Tensor sinh_() => s_sinh_.Mutate(this);

        public Tensor cosh() => s_cosh.Call(this);

        public Tensor cosh_() => s_cosh_.Mutate(this);

        public Tensor tanh() => s_tanh.Call(this);

        public Tensor tanh_() => s_tanh_.Mutate(this);

        public Tensor asinh() => s_asinh.Call(this);

        public Tensor asinh_() => s_asinh_.Mutate(this);

        public Tensor acosh() => s_acosh.Call(this);

        public Tensor acosh_() => s_acosh_.Mutate(this);

        public Tensor atanh() => s_atanh.Call(this);

        public Tensor atanh_() => s_atanh_.Mutate(this);

        public Tensor arcsinh() => s_arcsinh.Call(this);

        public Tensor arcsinh_() => s_arcsinh_.Mutate(this);

        public Tensor arccosh() => s_arccosh.Call(this);

        public Tensor arccosh_() => s_arccosh_.Mutate(this);

        public Tensor arctanh() => s_arctanh.Call(this);

        public Tensor arctanh_() => s_arctanh_.Mutate(this);

        public Tensor deg2rad() => s_deg2rad.Call(this);

        public Tensor deg2rad_() => s_deg2rad_.Mutate(this);

        public Tensor rad2deg() => s_rad2deg.Call(this);

        public Tensor rad2deg_() => s_rad2deg_.Mutate(this);

        public Tensor angle() => s_angle.Call(this);
    }
}
