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

    /// <summary>As in TorchSharp, and unlike PyTorch: create_graph alone does not keep the graph.</summary>
    [Fact]
    public void A_created_graph_is_kept_only_if_asked_for() => Scoped(() =>
    {
        var x = ones(2, requires_grad: true);
        Assert.ThrowsAny<Exception>(() => autograd.grad([x.exp().sum()], [x], create_graph: true)[0].sum().backward());
        autograd.grad([x.exp().sum()], [x], retain_graph: true, create_graph: true)[0].sum().backward();
        Equal([MathF.E, MathF.E], x.grad!);
    });
}
