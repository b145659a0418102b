using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class AutogradTests
{
    [Fact]
    public void Backward_fills_the_gradient() => Scoped(() =>
    {
        var x = tensor(new float[] { 1, 2, 3 }, requires_grad: true);
        Assert.Null(x.grad);
        (x * x).sum().backward();
        Equal([2, 4, 6], x.grad!);
        (x * 3).sum().backward();
        Equal([5, 7, 9], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    });

    [Fact]
    public void First_order_agrees_with_finite_differences() => Scoped(() =>
    {
        manual_seed(1);
        var x = randn(3, 4, dtype: float64, requires_grad: true);
        var gradient = autograd.grad([Loss(x)], [x])[0];
        Close(Differences(x, Loss), gradient, 1e-6);
    });

    [Fact]
    public void Second_order_agrees_with_finite_differences() => Scoped(() =>
    {
        manual_seed(2);
        var x = randn(2, 3, dtype: float64, requires_grad: true);
        Close(Differences(x, Penalty), autograd.grad([Penalty(x)], [x])[0], 1e-5);

        static Tensor Penalty(Tensor x)
        {
            var tracked = x.requires_grad ? x : x.detach().requires_grad_();
            var gradient = autograd.grad([Loss(tracked)], [tracked], retain_graph: true, create_graph: true)[0];
            return gradient.square().sum();
        }
    });

    [Fact]
    public void Unused_inputs_have_no_gradient() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        var found = autograd.grad([(x * 2).sum()], [x, y], allow_unused: true);
        Equal([2, 2], found[0]);
        Assert.True(found[1] is null || found[1].IsInvalid); // TorchSharp gives a tensor without a handle
    });

    [Fact]
    public void The_graph_is_kept_only_when_asked_for() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        var kept = x.exp().sum();
        autograd.grad([kept], [x], retain_graph: true);
        kept.backward();
        Assert.ThrowsAny<Exception>(() => kept.backward());
    });

    [Fact]
    public void Seeds_and_chosen_inputs() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        (x * y * 3).backward([tensor(new float[] { 1, 10 })], inputs: [x]);
        Equal([3, 30], x.grad!);
        Assert.Null(y.grad);
        Equal([2, 4], autograd.grad([x * 2], [x], [tensor(new float[] { 1, 2 })])[0]);
        Assert.ThrowsAny<Exception>(() => (x * 2).backward());
    });

    [Fact]
    public void Leaves_and_retained_gradients() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        var y = x * 2;
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        Assert.False(y.detach().requires_grad);
        y.retain_grad();
        y.sum().backward();
        Equal([1, 1], y.grad!);
    });

    [Fact]
    public void No_grad_and_its_end() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    });

    [Fact]
    public void Inference_mode() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
    });

    [Fact]
    public void A_leaf_that_is_tracked_cannot_be_changed_in_place() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        Assert.ThrowsAny<Exception>(() => x.add_(1));
        using (no_grad())
            x.add_(1);
        Equal([2, 2], x);
    });

    private static Tensor Loss(Tensor x) => (x.tanh() * x.exp() + x.pow(3)).softmax(-1).log().square().sum();

    private static Tensor Differences(Tensor x, Func<Tensor, Tensor> function)
    {
        const double step = 1e-5;
        using var scope = NewDisposeScope();
        var at = x.detach().clone();
        var result = zeros_like(at);
        var (values, gradient) = (at.flatten().data<double>(), result.flatten().data<double>()); // views: an accessor takes one index per dimension
        for (long i = 0; i < values.Count; i++)
        {
            var value = values[i];
            values[i] = value + step;
            var above = function(at).item<double>();
            values[i] = value - step;
            var below = function(at).item<double>();
            values[i] = value;
            gradient[i] = (above - below) / (2 * step);
        }

        return result.MoveToOuterDisposeScope();
    }
}
