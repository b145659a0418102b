using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.LibTorch.Tests.NN;

public sealed class InitTests
{
    [Fact]
    public void FansCountTheReceptiveField()
    {
        using var scope = NewDisposeScope();
        Assert.Equal((5L, 7L), init.CalculateFanInAndFanOut(zeros(7, 5)));
        Assert.Equal((5L * 9, 7L * 9), init.CalculateFanInAndFanOut(zeros(7, 5, 3, 3)));
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(zeros(3)));
    }

    [Theory]
    [InlineData(init.NonlinearityType.Linear, 0, 1)]
    [InlineData(init.NonlinearityType.Tanh, 0, 5.0 / 3)]
    [InlineData(init.NonlinearityType.ReLU, 0, 1.4142135623730951)]
    [InlineData(init.NonlinearityType.LeakyReLU, 2, 0.6324555320336759)]
    public void Gains(init.NonlinearityType kind, double slope, double gain)
        => Assert.Equal(gain, init.calculate_gain(kind, slope), 12);

    [Fact]
    public void DeviationsAreThoseOfTheirFormulas()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor Weight() => empty(300, 200);
        Deviates(Math.Sqrt(2.0 / 500), init.xavier_uniform_(Weight()));
        Deviates(Math.Sqrt(2.0 / 200), init.kaiming_normal_(Weight()));
        Deviates(Math.Sqrt(2.0 / 300), init.kaiming_uniform_(Weight(), mode: init.FanInOut.FanOut));
        Deviates(0.3, init.normal_(Weight(), 0, 0.3));
        Deviates(1 / Math.Sqrt(12), init.uniform_(Weight()).sub(0.5));
        Assert.Equal(2.5f, init.constant_(zeros(2), 2.5).sum().item<float>() / 2);
        Assert.Equal(2f, init.ones_(zeros(2)).sum().item<float>());
        Assert.Equal(0f, init.zeros_(ones(2)).sum().item<float>());
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    public void OrthogonalRowsOrColumns(long rows, long columns)
    {
        using var scope = NewDisposeScope();
        var weight = init.orthogonal_(empty([rows, columns], ScalarType.Float64), 2);
        var product = rows < columns ? weight.matmul(weight.t()) : weight.t().matmul(weight);
        Reference.Close(eye(4, dtype: ScalarType.Float64).mul(4), product, 1e-5);
    }

    [Fact]
    public void InitialisingAParameterLeavesNoTrace()
    {
        using var layer = Linear(2, 2);
        init.normal_(layer.weight);
        Assert.True(layer.weight.is_leaf);
        Assert.True(layer.weight.requires_grad);
    }

    private static void Deviates(double expected, Tensor tensor)
    {
        Assert.InRange(tensor.std().item<float>(), expected * 0.98, expected * 1.02);
        Assert.InRange(tensor.mean().item<float>(), -expected * 0.02, expected * 0.02);
    }
}
