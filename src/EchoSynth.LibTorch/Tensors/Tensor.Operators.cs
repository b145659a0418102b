namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_rsubScalar = new("aten::rsub", "Scalar");

        public static Tensor operator +(Tensor left, Tensor right) => s_add.Call(left, right);

        public static Tensor operator +(Tensor left, Scalar right) => s_addScalar.Call(left, right);

        public static Tensor operator +(Tensor left, int right) => s_addScalar.Call(left, right);

        public static Tensor operator +(Tensor left, long right) => s_addScalar.Call(left, right);

        public static Tensor operator +(Tensor left, float right) => s_addScalar.Call(left, right);

        public static Tensor operator +(Tensor left, double right) => s_addScalar.Call(left, right);

        public static Tensor operator +(Scalar left, Tensor right) => s_addScalar.Call(right, left);

        public static Tensor operator +(int left, Tensor right) => s_addScalar.Call(right, left);

        public static Tensor operator +(long left, Tensor right) => s_addScalar.Call(right, left);

        public static Tensor operator +(float left, Tensor right) => s_addScalar.Call(right, left);

        public static Tensor operator +(double left, Tensor right) => s_addScalar.Call(right, left);

        public static Tensor operator -(Tensor left, Tensor right) => s_sub.Call(left, right);

        public static Tensor operator -(Tensor left, Scalar right) => s_subScalar.Call(left, right);

        public static Tensor operator -(Tensor left, int right) => s_subScalar.Call(left, right);

        public static Tensor operator -(Tensor left, long right) => s_subScalar.Call(left, right);

        public static Tensor operator -(Tensor left, float right) => s_subScalar.Call(left, right);

        public static Tensor operator -(Tensor left, double right) => s_subScalar.Call(left, right);

        public static Tensor operator -(Scalar left, Tensor right) => s_rsubScalar.Call(right, left);

        public static Tensor operator -(int left, Tensor right) => s_rsubScalar.Call(right, left);

        public static Tensor operator -(long left, Tensor right) => s_rsubScalar.Call(right, left);

        public static Tensor operator -(float left, Tensor right) => s_rsubScalar.Call(right, left);

        public static Tensor operator -(double left, Tensor right) => s_rsubScalar.Call(right, left);

        public static Tensor operator *(Tensor left, Tensor right) => s_mul.Call(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => s_mulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, int right) => s_mulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, long right) => s_mulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, float right) => s_mulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, double right) => s_mulScalar.Call(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => s_mulScalar.Call(right, left);

        public static Tensor operator *(int left, Tensor right) => s_mulScalar.Call(right, left);

        public static Tensor operator *(long left, Tensor right) => s_mulScalar.Call(right, left);

        public static Tensor operator *(float left, Tensor right) => s_mulScalar.Call(right, left);

        public static Tensor operator *(double left, Tensor right) => s_mulScalar.Call(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => s_div.Call(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => s_divScalar.Call(left, right);

        public static Tensor operator /(Tensor left, int right) => s_divScalar.Call(left, right);

        public static Tensor operator /(Tensor left, long right) => s_divScalar.Call(left, right);

        public static Tensor operator /(Tensor left, float right) => s_divScalar.Call(left, right);

        public static Tensor operator /(Tensor left, double right) => s_divScalar.Call(left, right);

        public static Tensor operator /(Scalar left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(int left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(long left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(float left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(double left, Tensor right) => Quotient(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => s_remainder.Call(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => s_remainderScalar.Call(left, right);

        public static Tensor operator %(Tensor left, int right) => s_remainderScalar.Call(left, right);

        public static Tensor operator %(Tensor left, long right) => s_remainderScalar.Call(left, right);

        public static Tensor operator %(Tensor left, float right) => s_remainderScalar.Call(left, right);

        public static Tensor operator %(Tensor left, double right) => s_remainderScalar.Call(left, right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        private static Tensor Quotient(Arg left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return s_mulScalar.Call(inverse, left);
        }
    }
}
