using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class ArithmeticTests
{
    private static readonly float[] s_a = [1, 2, 3, 4];
    private static readonly float[] s_b = [5, 6, 7, 8];

    [Fact]
    public void Operators_between_tensors() => Scoped(() =>
    {
        var (a, b) = (tensor(s_a), tensor(s_b));
        Equal([6, 8, 10, 12], a + b);
        Equal([-4, -4, -4, -4], a - b);
        Equal([5, 12, 21, 32], a * b);
        Equal([0.2f, 1f / 3, 3f / 7, 0.5f], a / b);
        Equal([0, 0, 1, 0], b % a);
        Equal([-1, -2, -3, -4], -a);
    });

    [Fact]
    public void Operators_with_numbers_on_either_side() => Scoped(() =>
    {
        var a = tensor(s_a);
        Equal([3, 4, 5, 6], a + 2);
        Equal([1.5f, 2.5f, 3.5f, 4.5f], 0.5 + a);
        Equal([-1, 0, 1, 2], a - 2f);
        Equal([9, 8, 7, 6], 10 - a);
        Equal([2, 4, 6, 8], 2L * a);
        Equal([0.5f, 1, 1.5f, 2], a / 2);
        Equal([12, 6, 4, 3], 12.0 / a);
        Equal([1, 0, 1, 0], a % 2);
        Assert.Equal(ScalarType.Float32, (a * 2.0).dtype);
    });

    [Fact]
    public void Alpha_forms() => Scoped(() =>
    {
        var (a, b) = (tensor(s_a), tensor(s_b));
        Equal([11, 14, 17, 20], a.add(b, 2));
        Equal([7, 8, 9, 10], a.add(2, 3));
        Equal([-1.5f, -1, -0.5f, 0], a.add(b, -0.5));
    });

    [Fact]
    public void In_place_forms_change_and_return_this() => Scoped(() =>
    {
        var a = tensor(s_a);
        Assert.Same(a, a.add_(1));
        Assert.Same(a, a.mul_(2).sub_(tensor(s_b)).div_(2));
        Equal([-0.5f, 0, 0.5f, 1], a);
        Equal([0, 0, 0.5f, 1], a.clamp_(0));
        Equal([0, 0, 0, 0], a.zero_());
        Equal([3, 3, 3, 3], a.fill_(3));
    });

    [Fact]
    public void Fused_forms() => Scoped(() =>
    {
        var (a, b, c) = (tensor(s_a), tensor(s_b), tensor(s_a));
        Equal([3.5f, 8, 13.5f, 20], a.addcmul(b, c, 0.5));
        Equal([11, 8, 3 + 14f / 3, 8], a.addcdiv(b, c, 2));
        Assert.Same(a, a.addcdiv_(b, c, 2).addcmul_(b, c, 1));
        Equal([16, 20, 3 + 14f / 3 + 21, 40], a);
        Equal([3, 4, 5, 6], c.lerp(b, tensor(0.5f)));
        Equal([2, 3, 4, 5], c.lerp_(b, tensor(0.25f)));
    });

    [Fact]
    public void Elementwise_functions() => Scoped(() =>
    {
        var a = tensor(s_a);
        Equal(Array.ConvertAll(s_a, MathF.Exp), exp(a), 1e-4f);
        Equal(Array.ConvertAll(s_a, MathF.Log), a.log());
        Equal(Array.ConvertAll(s_a, MathF.Sqrt), sqrt(a));
        Equal(Array.ConvertAll(s_a, MathF.Sin), sin(a));
        Equal(Array.ConvertAll(s_a, MathF.Tanh), tanh(a));
        Equal(Array.ConvertAll(s_a, x => 1 / (1 + MathF.Exp(-x))), sigmoid(a));
        Equal(Array.ConvertAll(s_a, x => x / (1 + MathF.Exp(-x))), a.silu());
        Equal([1, 4, 9, 16], a.square());
        Equal([1, 8, 27, 64], a.pow(3));
        Equal([0, 0, 1, 2], (a - 2).relu());
        Equal([2, 2, 3, 3], clamp(a, 2, 3));
        Equal([0, 1, 1, 2], a.div(2, RoundingMode.floor));
        Equal([1.2f, -1.2f], tensor(new[] { 1.23f, -1.23f }).round(1));
    });

    [Fact]
    public void Shapes_broadcast() => Scoped(() =>
    {
        var column = tensor(s_a).view(4, 1);
        var row = tensor(s_b).view(1, 4);
        var sum = column + row;
        Assert.Equal([4, 4], sum.shape);
        Assert.Equal(12f, sum[3, 3].item<float>());
        Assert.Equal([4, 2, 4], (ones(4, 1, 4) * ones(2, 1)).shape);
    });

    [Fact]
    public void Integer_division_is_true_division() => Scoped(() =>
    {
        var quotient = tensor(new long[] { 1, 3 }) / tensor(new long[] { 2, 2 });
        Assert.Equal(ScalarType.Float32, quotient.dtype);
        Equal([0.5f, 1.5f], quotient);
    });

    [Fact]
    public void Comparisons_and_logic() => Scoped(() =>
    {
        var (a, b) = (tensor(s_a), tensor(new float[] { 4, 2, 2, 4 }));
        Equal([0, 1, 0, 1], (a == b).to(float32));
        Equal([1, 0, 1, 0], (a != b).to(float32));
        Equal([1, 0, 0, 0], a.lt(b).to(float32));
        Equal([0, 1, 1, 1], a.ge(2).to(float32));
        Equal([0, 1, 1, 0], ((a > 1) & (a < 4)).to(float32));
        Assert.True((a > 0).all().item<bool>());
        Assert.False((a > 4).any().item<bool>());
        Assert.True(a.allclose(a + 1e-7));
        Assert.True(a.Equals(a.clone()));
        var odd = tensor(new[] { float.NaN, float.PositiveInfinity, 0f });
        Equal([1, 0, 0], isnan(odd).to(float32));
        Equal([0, 0, 1], isfinite(odd).to(float32));
        Equal([1, 2, 9, 9], where(a < 3, a, full_like(a, 9)));
    });

    [Fact]
    public void Matrix_products() => Scoped(() =>
    {
        var a = arange(6, dtype: float32).view(2, 3);
        var b = arange(6, dtype: float32).view(3, 2);
        Equal([10, 13, 28, 40], a.mm(b));
        Equal([10, 13, 28, 40], matmul(a, b));
        Equal([10, 13, 28, 40], einsum("ij,jk->ik", a, b));
        Assert.Equal([5, 2, 2], bmm(a.expand(5, 2, 3), b.expand(5, 3, 2)).shape);
        Equal([0, 0, 2, 3], outer(tensor(new float[] { 0, 1 }), tensor(new float[] { 2, 3 })));
        Equal([14], dot(tensor(new float[] { 1, 2, 3 }), tensor(new float[] { 1, 2, 3 })));
    });
}
