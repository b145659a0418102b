namespace TorchSharp;

public static partial class torch
{
    /// <summary>What a floating-point type can represent.</summary>
    public struct FInfo
    {
        public int bits;
        public double eps;
        public double max;
        public double min;
        public double tiny;
        public double smallest_normal;
        public double resolution;
    }

    public static FInfo finfo() => finfo(get_default_dtype());

    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.BFloat16 => Info(16, Math.ScaleB(1, -7), Math.ScaleB(2 - Math.ScaleB(1, -7), 127), Math.ScaleB(1, -126), 1e-2),
        ScalarType.Float16 => Info(16, Math.ScaleB(1, -10), 65504, Math.ScaleB(1, -14), 1e-3),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Info(32, Math.ScaleB(1, -23), float.MaxValue, Math.ScaleB(1, -126), 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => Info(64, Math.ScaleB(1, -52), double.MaxValue, Math.ScaleB(1, -1022), 1e-15),
        _ => throw new ArgumentException($"{dtype} is not a floating-point type.", nameof(dtype)),
    };

    private static FInfo Info(int bits, double eps, double max, double smallest, double resolution) =>
        new() { bits = bits, eps = eps, max = max, min = -max, tiny = smallest, smallest_normal = smallest, resolution = resolution };
}
