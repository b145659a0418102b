using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.LibTorch.Tests.NN;

public sealed class RegistrationTests
{
    [Fact]
    public void ComponentsAreNamedAfterTheFields()
    {
        using var network = new SmallNetwork();
        Assert.Equal(
            ["scale", "conv.weight", "conv.bias", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias", "head.out.weight", "head.out.bias"],
            network.named_parameters().Select(p => p.name));
        Assert.Equal(
            ["offset", "blocks.1.running_mean", "blocks.1.running_var", "blocks.1.num_batches_tracked"],
            network.named_buffers().Select(b => b.name));
        Assert.Equal(["conv", "blocks", "head"], network.named_children().Select(c => c.name));
        Assert.Equal(
            ["conv", "blocks", "head", "blocks.0", "blocks.1", "head.act", "head.drop", "head.out"],
            network.named_modules().Select(c => c.name));
        Assert.Equal(9, network.parameters().Count());
        Assert.Single(network.parameters(recurse: false));
        Assert.Equal(4, network.buffers().Count());
    }

    [Fact]
    public void DottedNamesFindParametersAndBuffers()
    {
        using var network = new SmallNetwork();
        Assert.True(network.has_parameter("head.out.weight"));
        Assert.False(network.has_parameter("head.out.nothing"));
        Assert.Same(network.Scale, network.get_parameter("scale"));
        Assert.Equal([1L, 4, 1, 1], network.get_parameter("head.out.weight")!.shape);
        Assert.True(network.has_buffer("blocks.1.running_mean"));
        Assert.Null(network.get_buffer("conv.weight"));
    }

    [Fact]
    public void SharedModulesCountOnce()
    {
        using var shared = Linear(2, 2);
        using var network = Sequential(shared, ReLU(), shared);
        Assert.Equal(["0.weight", "0.bias"], network.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void NamesAreChecked()
    {
        using var network = new SmallNetwork();
        using var other = Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => network.register_module("conv", other));
        Assert.Throws<ArgumentException>(() => network.register_module("a.b", other));
        Assert.Throws<ArgumentException>(() => network.register_module("", other));
        using var parameter = new Parameter(zeros(1));
        Assert.Throws<InvalidOperationException>(() => network.register_parameter("scale", parameter));
        Assert.Throws<InvalidOperationException>(() => network.register_buffer("offset", parameter));
    }

    [Fact]
    public void BuffersThatAreNotPersistentAreNotSaved()
    {
        using var network = new SmallNetwork();
        using var table = arange(3);
        network.register_buffer("table", table, persistent: false);
        Assert.Same(table, network.get_buffer("table"));
        Assert.DoesNotContain("table", network.state_dict().Keys);
    }

    [Fact]
    public void TrainingReachesEveryModule()
    {
        using var network = new SmallNetwork();
        Assert.True(network.training);
        network.eval();
        Assert.All(network.modules(), m => Assert.False(m.training));
        network.train();
        Assert.All(network.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void ApplyVisitsChildrenBeforeTheirOwner()
    {
        using var network = new SmallNetwork();
        var visited = new List<Module>();
        network.apply(visited.Add);
        Assert.Same(network, visited[^1]);
        Assert.Equal(9, visited.Count);
    }

    [Fact]
    public void NamesOfLayers()
    {
        using var conv = Conv2d(1, 1, 1);
        using var network = new SmallNetwork();
        Assert.Equal("Conv2d", conv.GetName());
        Assert.Equal("SmallNetwork", network.GetName());
    }

    [Fact]
    public void DisposeFreesWhatTheModuleHolds()
    {
        var network = new SmallNetwork();
        var tensors = network.state_dict().Values.ToList();
        Assert.Equal(13, tensors.Count);
        network.Dispose();
        Assert.All(tensors, t => Assert.True(t.IsInvalid));
        network.Dispose();
    }

    [Fact]
    public void LayersOutliveTheScopeThatMadeThem()
    {
        Linear layer;
        Tensor input;
        using (NewDisposeScope())
        {
            layer = Linear(3, 2);
            input = ones(1, 3).DetachFromDisposeScope();
        }

        using (layer)
        using (input)
        using (var output = layer.call(input))
            Assert.Equal([1L, 2], output.shape);
    }

    [Fact]
    public void AParameterTakesItsTensorOver()
    {
        using var scope = NewDisposeScope();
        var data = arange(3, ScalarType.Float32);
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        scope.Dispose();
        Assert.True(parameter.IsInvalid);
    }
}
