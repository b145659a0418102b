using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.LibTorch.Tests.NN;

public sealed class ContainerTests
{
    [Fact]
    public void SequentialRunsItsModulesInOrder()
    {
        using var network = Sequential(Linear(3, 4), ReLU(), Linear(4, 2));
        using var input = randn(5, 3);
        using var expected = network[2].call(network[1].call(network[0].call(input)));
        using var output = network.call(input);
        Assert.True(expected.Equals(output));
        Assert.Equal(3, network.Count);
        Assert.Equal(["0", "1", "2"], network.named_children().Select(c => c.name));
    }

    [Fact]
    public void AnEmptySequentialGivesItsInputBack()
    {
        using var network = Sequential();
        using var input = randn(2);
        using var output = network.call(input);
        Assert.NotSame(input, output);
        Assert.True(input.Equals(output));
    }

    [Fact]
    public void SequentialSlicesAndAppends()
    {
        using var network = Sequential(("a", Linear(2, 2)), ("b", Tanh()));
        network.append("c", Linear(2, 1)).append(Sigmoid());
        Assert.Equal(["a", "b", "c", "3"], network.named_children().Select(c => c.name));
        var tail = network[1..3];
        Assert.Equal(["b", "c"], tail.named_children().Select(c => c.name));
        Assert.Equal(1, network[(3, null)].Count);
    }

    [Fact]
    public void ModuleListIsAList()
    {
        using var list = new ModuleList<Module<Tensor, Tensor>>(Linear(1, 1), ReLU());
        list.append(Tanh());
        list.extend([Sigmoid()]);
        list.Insert(0, Identity());
        Assert.Equal(5, list.Count);
        Assert.Equal(["Identity", "Linear", "ReLU", "Tanh", "Sigmoid"], list.Select(m => m.GetName()));
        list.RemoveAt(0);
        Assert.IsType<Linear>(list[0]);
    }

    [Fact]
    public void ParameterListRegistersItsParameters()
    {
        using var owner = new ListOwner();
        Assert.Equal(["values.0", "values.1"], owner.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void HooksSeeAndChangeWhatPasses()
    {
        using var layer = Identity();
        var seen = 0;
        var before = layer.register_forward_pre_hook((_, x) => x.add(1));
        layer.register_forward_hook((_, _, y) => y.mul(10));
        layer.register_forward_hook(_ => seen++);
        using var input = zeros(1);
        using (var output = layer.call(input)) Assert.Equal(10, output.item<float>());
        before.remove();
        using (var output = layer.call(input)) Assert.Equal(0, output.item<float>());
        Assert.Equal(2, seen);
    }

    [Fact]
    public void ParameterLessModulesHoldNothing()
    {
        using var layer = ReLU();
        using var tensor = zeros(1);
        Assert.Throws<InvalidOperationException>(() => layer.register_buffer("b", tensor));
        using var linear = Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => layer.register_module("m", linear));
    }

    private sealed class ListOwner : Module<Tensor, Tensor>
    {
        private readonly ParameterList values = new(new Parameter(zeros(1)), new Parameter(ones(2)));

        public ListOwner() : base(nameof(ListOwner)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input.add(values[0]);
    }
}
