namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_addScalar = new("aten::add", "Scalar");
        private static readonly Op s_add = new("aten::add", "Tensor");
        private static readonly Op s_addScalar_ = new("aten::add_", "Scalar");
        private static readonly Op s_add_ = new("aten::add_", "Tensor");
        private static readonly Op s_subScalar = new("aten::sub", "Scalar");
        private static readonly Op s_sub = new("aten::sub", "Tensor");
        private static readonly Op s_subScalar_ = new("aten::sub_", "Scalar");
        private static readonly Op s_sub_ = new("aten::sub_", "Tensor");
        private static readonly Op s_subtractScalar = new("aten::subtract", "Scalar");
        private static readonly Op s_subtract = new("aten::subtract", "Tensor");
        private static readonly Op s_subtractScalar_ = new("aten::subtract_", "Scalar");
        private static readonly Op s_subtract_ = new("aten::subtract_", "Tensor");
        private static readonly Op s_mulScalar = new("aten::mul", "Scalar");
        private static readonly Op s_mul = new("aten::mul", "Tensor");
        private static readonly Op s_mulScalar_ = new("aten::mul_", "Scalar");
        private static readonly Op s_mul_ = new("aten::mul_", "Tensor");
        private static readonly Op s_multiplyScalar = new("aten::multiply", "Scalar");
        private static readonly Op s_multiply = new("aten::multiply", "Tensor");
        private static readonly Op s_divScalar = new("aten::div", "Scalar");
        private static readonly Op s_divScalarMode = new("aten::div", "Scalar_mode");
        private static readonly Op s_div = new("aten::div", "Tensor");
        private static readonly Op s_divTensorMode = new("aten::div", "Tensor_mode");
        private static readonly Op s_divScalar_ = new("aten::div_", "Scalar");
        private static readonly Op s_divScalarMode_ = new("aten::div_", "Scalar_mode");
        private static readonly Op s_div_ = new("aten::div_", "Tensor");
        private static readonly Op s_divTensorMode_ = new("aten::div_", "Tensor_mode");
        private static readonly Op s_trueDivideScalar = new("aten::true_divide", "Scalar");
        private static readonly Op s_trueDivide = new("aten::true_divide", "Tensor");
        private static readonly Op s_trueDivideScalar_ = new("aten::true_divide_", "Scalar");
        private static readonly Op s_trueDivide_ = new("aten::true_divide_", "Tensor");
        private static readonly Op s_floorDivideScalar = new("aten::floor_divide", "Scalar");
        private static readonly Op s_floorDivide = new("aten::floor_divide");
        private static readonly Op s_floorDivideScalar_ = new("aten::floor_divide_", "Scalar");
        private static readonly Op s_floorDivide_ = new("aten::floor_divide_", "Tensor");
        private static readonly Op s_fmodScalar = new("aten::fmod", "Scalar");
        private static readonly Op s_fmod = new("aten::fmod", "Tensor");
        private static readonly Op s_fmodScalar_ = new("aten::fmod_", "Scalar");
        private static readonly Op s_fmod_ = new("aten::fmod_", "Tensor");
        private static readonly Op s_remainderScalar = new("aten::remainder", "Scalar");
        private static readonly Op s_remainder = new("aten::remainder", "Tensor");
        private static readonly Op s_remainderScalar_ = new("aten::remainder_", "Scalar");
        private static readonly Op s_remainder_ = new("aten::remainder_", "Tensor");
        private static readonly Op s_neg = new("aten::neg");
        private static readonly Op s_neg_ = new("aten::neg_");
        private static readonly Op s_negative = new("aten::negative");
        private static readonly Op s_positive = new("aten::positive");
        private static readonly Op s_abs = new("aten::abs");
        private static readonly Op s_abs_ = new("aten::abs_");
        private static readonly Op s_absolute = new("aten::absolute");
        private static readonly Op s_absolute_ = new("aten::absolute_");
        private static readonly Op s_addcdiv = new("aten::addcdiv");
        private static readonly Op s_addcdiv_ = new("aten::addcdiv_");
        private static readonly Op s_addcmul = new("aten::addcmul");
        private static readonly Op s_addcmul_ = new("aten::addcmul_");
        private static readonly Op s_lerp = new("aten::lerp", "Tensor");
        private static readonly Op s_lerp_ = new("aten::lerp_", "Tensor");
        private static readonly Op s_reciprocal = new("aten::reciprocal");
        private static readonly Op s_reciprocal_ = new("aten::reciprocal_");
        private static readonly Op s_square = new("aten::square");
        private static readonly Op s_powTensorScalar = new("aten::pow", "Tensor_Scalar");
        private static readonly Op s_powTensorTensor = new("aten::pow", "Tensor_Tensor");
        private static readonly Op s_powScalar_ = new("aten::pow_", "Scalar");
        private static readonly Op s_pow_ = new("aten::pow_", "Tensor");
        private static readonly Op s_floatPowerTensorTensor = new("aten::float_power", "Tensor_Tensor");
        private static readonly Op s_floatPower_ = new("aten::float_power_", "Tensor");
        private static readonly Op s_gcd = new("aten::gcd");
        private static readonly Op s_gcd_ = new("aten::gcd_");
        private static readonly Op s_lcm = new("aten::lcm");
        private static readonly Op s_lcm_ = new("aten::lcm_");
        private static readonly Op s_ldexp = new("aten::ldexp", "Tensor");
        private static readonly Op s_ldexp_ = new("aten::ldexp_");
        private static readonly Op s_hypot = new("aten::hypot");

        public Tensor add(Scalar scalar) => s_addScalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => s_addScalar.Call(this, scalar, alpha);

        public Tensor add(Tensor target) => s_add.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => s_add.Call(this, target, alpha);

        public Tensor add_(Scalar scalar) => s_addScalar_.Mutate(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => s_addScalar_.Mutate(this, scalar, alpha);

        public Tensor add_(Tensor target) => s_add_.Mutate(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => s_add_.Mutate(this, target, alpha);

        public Tensor sub(Scalar target) => s_subScalar.Call(this, target);

        public Tensor sub(Tensor target) => s_sub.Call(this, target);

        public Tensor sub_(Scalar target) => s_subScalar_.Mutate(this, target);

        public Tensor sub_(Tensor target) => s_sub_.Mutate(this, target);

        public Tensor subtract(Scalar target) => s_subtractScalar.Call(this, target);

        public Tensor subtract(Tensor target) => s_subtract.Call(this, target);

        public Tensor subtract_(Scalar target) => s_subtractScalar_.Mutate(this, target);

        public Tensor subtract_(Tensor target) => s_subtract_.Mutate(this, target);

        public Tensor mul(Scalar target) => s_mulScalar.Call(this, target);

        public Tensor mul(Tensor target) => s_mul.Call(this, target);

        public Tensor mul_(Scalar target) => s_mulScalar_.Mutate(this, target);

        public Tensor mul_(Tensor target) => s_mul_.Mutate(this, target);

        public Tensor multiply(Scalar target) => s_multiplyScalar.Call(this, target);

        public Tensor multiply(Tensor target) => s_multiply.Call(this, target);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_divScalar.Call(this, target) : s_divScalarMode.Call(this, target, Text(rounding_mode));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div.Call(this, target) : s_divTensorMode.Call(this, target, Text(rounding_mode));

        public Tensor div_(
            Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_divScalar_.Mutate(this, target) : s_divScalarMode_.Mutate(this, target, Text(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div_.Mutate(this, target) : s_divTensorMode_.Mutate(this, target, Text(rounding_mode));

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor true_divide(Scalar other) => s_trueDivideScalar.Call(this, other);

        public Tensor true_divide(Tensor other) => s_trueDivide.Call(this, other);

        public Tensor true_divide_(Scalar other) => s_trueDivideScalar_.Mutate(this, other);

        public Tensor true_divide_(Tensor other) => s_trueDivide_.Mutate(this, other);

        public Tensor floor_divide(Scalar other) => s_floorDivideScalar.Call(this, other);

        public Tensor floor_divide(Tensor other) => s_floorDivide.Call(this, other);

        public Tensor floor_divide_(Scalar other) => s_floorDivideScalar_.Mutate(this, other);

        public Tensor floor_divide_(Tensor other) => s_floorDivide_.Mutate(this, other);

        public Tensor fmod(Scalar scalar) => s_fmodScalar.Call(this, scalar);

        public Tensor fmod(Tensor target) => s_fmod.Call(this, target);

        public Tensor fmod_(Scalar scalar) => s_fmodScalar_.Mutate(this, scalar);

        public Tensor fmod_(Tensor target) => s_fmod_.Mutate(this, target);

        public Tensor remainder(Scalar scalar) => s_remainderScalar.Call(this, scalar);

        public Tensor remainder(Tensor target) => s_remainder.Call(this, target);

        public Tensor remainder_(Scalar scalar) => s_remainderScalar_.Mutate(this, scalar);

        public Tensor remainder_(Tensor target) => s_remainder_.Mutate(this, target);

        public Tensor neg() => s_neg.Call(this);

        public Tensor neg_() => s_neg_.Mutate(this);

        public Tensor negative() => s_negative.Call(this);

        public Tensor positive() => s_positive.Call(this);

        public Tensor abs() => s_abs.Call(this);

        public Tensor abs_() => s_abs_.Mutate(this);

        public Tensor absolute() => s_absolute.Call(this);

        public Tensor absolute_() => s_absolute_.Mutate(this);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => s_addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => s_addcdiv_.Mutate(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv_.Mutate(this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul_.Mutate(this, tensor1, tensor2, value);

        public Tensor lerp(Tensor end, Tensor weight) => s_lerp.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => s_lerp_.Mutate(this, end, weight);

        public Tensor reciprocal() => s_reciprocal.Call(this);

        public Tensor reciprocal_() => s_reciprocal_.Mutate(this);

        public Tensor square() => s_square.Call(this);

        public Tensor pow(Scalar exponent) => s_powTensorScalar.Call(this, exponent);

        public Tensor pow(Tensor exponent) => s_powTensorTensor.Call(this, exponent);

        public Tensor pow_(Scalar exponent) => s_powScalar_.Mutate(this, exponent);

        public Tensor pow_(Tensor exponent) => s_pow_.Mutate(this, exponent);

        public Tensor float_power(Tensor target) => s_floatPowerTensorTensor.Call(this, target);

        public Tensor float_power_(Tensor target) => s_floatPower_.Mutate(this, target);

        public Tensor gcd(Tensor other) => s_gcd.Call(this, other);

        public Tensor gcd_(Tensor other) => s_gcd_.Mutate(this, other);

        public Tensor lcm(Tensor other) => s_lcm.Call(this, other);

        public Tensor lcm_(Tensor other) => s_lcm_.Mutate(this, other);

        public Tensor ldexp(Tensor other) => s_ldexp.Call(this, other);

        public Tensor ldexp_(Tensor other) => s_ldexp_.Mutate(this, other);

        public Tensor hypot(Tensor other) => s_hypot.Call(this, other);

        private static string Text(RoundingMode mode) => mode == RoundingMode.trunc ? "trunc" : "floor";
    }
}
