namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_rand = new("aten::rand", "generator");
    private static readonly Op s_randn = new("aten::randn", "generator");
    private static readonly Op s_randint = new("aten::randint", "low_generator");
    private static readonly Op s_randperm = new("aten::randperm", "generator");
    private static readonly Op s_randpermOut = new("aten::randperm", "generator_out");
    private static readonly Op s_normal = new("aten::normal", "Tensor_Tensor");

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finished(s_randperm.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) => s_randpermOut.Call(n, generator, @out);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) => s_normal.Call(mean, std, generator);

    public static Tensor normal(
        double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randn(size, dtype, device, false, generator, names).mul_(std).add_(mean).requires_grad_(requires_grad);

    public static bool randint_bool(Generator? generator = null) => randint_long(0, 2, generator) == 1;

    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(0, high, generator);

    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);

    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using var sample = RandomIntegers(low, high, [], ScalarType.Int64, CPU, false, generator, null);
        return sample.item<long>();
    }

    public static double rand_float(Generator? generator = null)
    {
        using var sample = Random(s_rand, [], ScalarType.Float32, CPU, false, generator, null);
        return sample.item<float>();
    }

    public static double randn_float(Generator? generator = null)
    {
        using var sample = Random(s_randn, [], ScalarType.Float32, CPU, false, generator, null);
        return sample.item<float>();
    }

    private static Tensor Random(
        Op op, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, Generator? generator, string[]? names) =>
        Finished(op.Call(size, generator, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device)), requiresGrad, names);

    private static Tensor RandomIntegers(
        long low, long high, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, Generator? generator,
        string[]? names)
    {
        var result = s_randint.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device));
        return Finished(result, requiresGrad, names);
    }
}
