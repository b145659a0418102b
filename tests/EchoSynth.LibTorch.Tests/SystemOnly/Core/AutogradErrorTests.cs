using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.SystemOnly.Core;

/// <summary>Errors of autograd.grad: TorchSharp 0.107.0 lets them out of its native part uncaught, which ends the process.</summary>
public class AutogradErrorTests
{
    [Fact]
    public void An_unused_input_is_an_error_unless_allowed() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        Assert.ThrowsAny<Exception>(() => autograd.grad([(x * 2).sum()], [x, y]));
    });

    [Fact]
    public void A_graph_that_is_gone_is_an_error() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        var spent = x.exp().sum();
        autograd.grad([spent], [x]);
        Assert.ThrowsAny<Exception>(() => autograd.grad([spent], [x]));
    });

    /// <summary>As PyTorch: a graph that is to be differentiated again is kept. TorchSharp keeps it only with retain_graph: true as well.</summary>
    [Fact]
    public void A_created_graph_keeps_the_one_before() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        var y = x.exp().sum();
        autograd.grad([y], [x], create_graph: true)[0].sum().backward();
        Equal([MathF.E, MathF.E], x.grad!);
    });
}
