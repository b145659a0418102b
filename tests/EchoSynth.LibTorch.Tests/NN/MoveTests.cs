using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.LibTorch.Tests.NN;

public sealed class MoveTests
{
    [Fact]
    public void ChangingTheTypeReachesParametersAndFloatingBuffers()
    {
        using var network = new SmallNetwork();
        var same = network.to(ScalarType.Float64);
        Assert.Same(network, same);
        Assert.All(network.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.Equal(ScalarType.Float64, network.get_buffer("blocks.1.running_mean")!.dtype);
        Assert.Equal(ScalarType.Int64, network.get_buffer("blocks.1.num_batches_tracked")!.dtype);
        Assert.Same(network.Scale, network.get_parameter("scale"));
        Assert.Equal(ScalarType.Float64, network.Offset.dtype);

        using var output = network.call(randn([2, 1, 4, 4], ScalarType.Float64));
        Assert.Equal(ScalarType.Float64, output.dtype);
    }

    [Fact]
    public void MovedParametersStayLeavesAndKeepTheirGradients()
    {
        using var layer = Linear(2, 1);
        layer.weight.requires_grad = true;
        using (var loss = layer.call(ones(1, 2)).sum()) loss.backward();
        layer.to(ScalarType.Float64);
        Assert.True(layer.weight.is_leaf);
        Assert.True(layer.weight.requires_grad);
        using var gradient = layer.weight.grad;
        Assert.Equal(ScalarType.Float64, gradient!.dtype);
        Assert.Equal([1.0, 1.0], gradient.data<double>().ToArray());
    }

    [Fact]
    public void NothingMovesThatIsThereAlready()
    {
        using var layer = Linear(2, 1);
        var weight = layer.weight;
        layer.to(CPU).to(ScalarType.Float32).cpu();
        Assert.Same(weight, layer.weight);
    }

    [Fact]
    public void IntegerTypesAreRefused()
    {
        using var network = new SmallNetwork();
        Assert.Throws<ArgumentException>(() => network.to(ScalarType.Int64));
    }

    [Fact]
    public void MovesSurviveTheScopeTheyHappenIn()
    {
        using var network = new SmallNetwork();
        using (NewDisposeScope()) network.to(ScalarType.Float64);
        Assert.All(network.parameters(), p => Assert.False(p.IsInvalid));
        Assert.All(network.buffers(), b => Assert.False(b.IsInvalid));
    }
}
