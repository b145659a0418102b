namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_eqScalar = new("aten::eq", "Scalar");
        private static readonly Op s_eq = new("aten::eq", "Tensor");
        private static readonly Op s_eqScalar_ = new("aten::eq_", "Scalar");
        private static readonly Op s_eq_ = new("aten::eq_", "Tensor");
        private static readonly Op s_neScalar = new("aten::ne", "Scalar");
        private static readonly Op s_ne = new("aten::ne", "Tensor");
        private static readonly Op s_neScalar_ = new("aten::ne_", "Scalar");
        private static readonly Op s_ne_ = new("aten::ne_", "Tensor");
        private static readonly Op s_ltScalar = new("aten::lt", "Scalar");
        private static readonly Op s_lt = new("aten::lt", "Tensor");
        private static readonly Op s_ltScalar_ = new("aten::lt_", "Scalar");
        private static readonly Op s_lt_ = new("aten::lt_", "Tensor");
        private static readonly Op s_leScalar = new("aten::le", "Scalar");
        private static readonly Op s_le = new("aten::le", "Tensor");
        private static readonly Op s_leScalar_ = new("aten::le_", "Scalar");
        private static readonly Op s_le_ = new("aten::le_", "Tensor");
        private static readonly Op s_gtScalar = new("aten::gt", "Scalar");
        private static readonly Op s_gt = new("aten::gt", "Tensor");
        private static readonly Op s_gtScalar_ = new("aten::gt_", "Scalar");
        private static readonly Op s_gt_ = new("aten::gt_", "Tensor");
        private static readonly Op s_geScalar = new("aten::ge", "Scalar");
        private static readonly Op s_ge = new("aten::ge", "Tensor");
        private static readonly Op s_geScalar_ = new("aten::ge_", "Scalar");
        private static readonly Op s_ge_ = new("aten::ge_", "Tensor");
        private static readonly Op s_notEqual = new("aten::not_equal", "Tensor");
        private static readonly Op s_notEqual_ = new("aten::not_equal_", "Tensor");
        private static readonly Op s_greater = new("aten::greater", "Tensor");
        private static readonly Op s_greaterEqual = new("aten::greater_equal", "Tensor");
        private static readonly Op s_less = new("aten::less", "Tensor");
        private static readonly Op s_lessEqual = new("aten::less_equal", "Tensor");
        private static readonly Op s_lessEqual_ = new("aten::less_equal_", "Tensor");
        private static readonly Op s_isclose = new("aten::isclose");
        private static readonly Op s_allclose = new("aten::allclose");
        private static readonly Op s_isfinite = new("aten::isfinite");
        private static readonly Op s_isinf = new("aten::isinf");
        private static readonly Op s_isnan = new("aten::isnan");
        private static readonly Op s_isneginf = new("aten::isneginf");
        private static readonly Op s_isposinf = new("aten::isposinf");
        private static readonly Op s_isreal = new("aten::isreal");
        private static readonly Op s_isinTensorTensor = new("aten::isin", "Tensor_Tensor");
        private static readonly Op s_logicalAnd = new("aten::logical_and");
        private static readonly Op s_logicalAnd_ = new("aten::logical_and_");
        private static readonly Op s_logicalOr = new("aten::logical_or");
        private static readonly Op s_logicalOr_ = new("aten::logical_or_");
        private static readonly Op s_logicalNot = new("aten::logical_not");
        private static readonly Op s_logicalNot_ = new("aten::logical_not_");
        private static readonly Op s_logicalXor = new("aten::logical_xor");
        private static readonly Op s_logicalXor_ = new("aten::logical_xor_");
        private static readonly Op s_bitwiseAnd = new("aten::bitwise_and", "Tensor");
        private static readonly Op s_bitwiseAnd_ = new("aten::bitwise_and_", "Tensor");
        private static readonly Op s_bitwiseOr = new("aten::bitwise_or", "Tensor");
        private static readonly Op s_bitwiseOr_ = new("aten::bitwise_or_", "Tensor");
        private static readonly Op s_bitwiseXor = new("aten::bitwise_xor", "Tensor");
        private static readonly Op s_bitwiseXor_ = new("aten::bitwise_xor_", "Tensor");
        private static readonly Op s_bitwiseNot = new("aten::bitwise_not");
        private static readonly Op s_bitwiseNot_ = new("aten::bitwise_not_");
        private static readonly Op s_bitwiseLeftShift = new("aten::bitwise_left_shift", "Tensor");
        private static readonly Op s_bitwiseLeftShift_ = new("aten::bitwise_left_shift_", "Tensor");
        private static readonly Op s_bitwiseRightShift = new("aten::bitwise_right_shift", "Tensor");
        private static readonly Op s_bitwiseRightShift_ = new("aten::bitwise_right_shift_", "Tensor");

        public Tensor eq(Scalar target) => s_eqScalar.Call(this, target);

        public Tensor eq(Tensor target) => target is null ? tensor(false) : s_eq.Call(this, target);

        public Tensor eq_(Scalar target) => s_eqScalar_.Mutate(this, target);

        public Tensor eq_(Tensor target) => s_eq_.Mutate(this, target);

        public Tensor ne(Scalar target) => s_neScalar.Call(this, target);

        public Tensor ne(Tensor target) => target is null ? tensor(true) : s_ne.Call(this, target);

        public Tensor ne_(Scalar target) => s_neScalar_.Mutate(this, target);

        public Tensor ne_(Tensor target) => s_ne_.Mutate(this, target);

        public Tensor lt(Scalar target) => s_ltScalar.Call(this, target);

        public Tensor lt(Tensor target) => s_lt.Call(this, target);

        public Tensor lt_(Scalar target) => s_ltScalar_.Mutate(this, target);

        public Tensor lt_(Tensor target) => s_lt_.Mutate(this, target);

        public Tensor le(Scalar target) => s_leScalar.Call(this, target);

        public Tensor le(Tensor target) => s_le.Call(this, target);

        public Tensor le_(Scalar target) => s_leScalar_.Mutate(this, target);

        public Tensor le_(Tensor target) => s_le_.Mutate(this, target);

        public Tensor gt(Scalar target) => s_gtScalar.Call(this, target);

        public Tensor gt(Tensor target) => s_gt.Call(this, target);

        public Tensor gt_(Scalar target) => s_gtScalar_.Mutate(this, target);

        public Tensor gt_(Tensor target) => s_gt_.Mutate(this, target);

        public Tensor ge(Scalar target) => s_geScalar.Call(this, target);

        public Tensor ge(Tensor target) => s_ge.Call(this, target);

        public Tensor ge_(Scalar target) => s_geScalar_.Mutate(this, target);

        public Tensor ge_(Tensor target) => s_ge_.Mutate(this, target);

        public Tensor equal(Tensor target) => eq(target);

        public Tensor not_equal(Tensor target) => s_notEqual.Call(this, target);

        public Tensor not_equal_(Tensor target) => s_notEqual_.Mutate(this, target);

        public Tensor greater(Tensor target) => s_greater.Call(this, target);

        public Tensor greater_equal(Tensor target) => s_greaterEqual.Call(this, target);

        public Tensor less(Tensor target) => s_less.Call(this, target);

        public Tensor less_equal(Tensor target) => s_lessEqual.Call(this, target);

        public Tensor less_equal_(Tensor target) => s_lessEqual_.Mutate(this, target);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            s_isclose.Call(this, other, rtol, atol, nanEqual);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            s_allclose.CallBool(this, target, rtol, atol, equal_nan);

        public Tensor isfinite() => s_isfinite.Call(this);

        public Tensor isinf() => s_isinf.Call(this);

        public Tensor isnan() => s_isnan.Call(this);

        public Tensor isneginf() => s_isneginf.Call(this);

        public Tensor isposinf() => s_isposinf.Call(this);

        public Tensor isreal() => s_isreal.Call(this);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            s_isinTensorTensor.Call(this, test_elements, assumeUnique, invert);

        public Tensor logical_and(Tensor other) => s_logicalAnd.Call(this, other);

        public Tensor logical_and_(Tensor other) => s_logicalAnd_.Mutate(this, other);

        public Tensor logical_or(Tensor other) => s_logicalOr.Call(this, other);

        public Tensor logical_or_(Tensor other) => s_logicalOr_.Mutate(this, other);

        public Tensor logical_not() => s_logicalNot.Call(this);

        public Tensor logical_not_() => s_logicalNot_.Mutate(this);

        public Tensor logical_xor(Tensor other) => s_logicalXor.Call(this, other);

        public Tensor logical_xor_(Tensor other) => s_logicalXor_.Mutate(this, other);

        public Tensor bitwise_and(Tensor other) => s_bitwiseAnd.Call(this, other);

        public Tensor bitwise_and_(Tensor other) => s_bitwiseAnd_.Mutate(this, other);

        public Tensor bitwise_or(Tensor other) => s_bitwiseOr.Call(this, other);

        public Tensor bitwise_or_(Tensor other) => s_bitwiseOr_.Mutate(this, other);

        public Tensor bitwise_xor(Tensor other) => s_bitwiseXor.Call(this, other);

        public Tensor bitwise_xor_(Tensor other) => s_bitwiseXor_.Mutate(this, other);

        public Tensor bitwise_not() => s_bitwiseNot.Call(this);

        public Tensor bitwise_not_() => s_bitwiseNot_.Mutate(this);

        public Tensor bitwise_left_shift(Tensor other) => s_bitwiseLeftShift.Call(this, other);

        public Tensor bitwise_left_shift_(Tensor other) => s_bitwiseLeftShift_.Mutate(this, other);

        public Tensor bitwise_right_shift(Tensor other) => s_bitwiseRightShift.Call(this, other);

        public Tensor bitwise_right_shift_(Tensor other) => s_bitwiseRightShift_.Mutate(this, other);
    }
}
