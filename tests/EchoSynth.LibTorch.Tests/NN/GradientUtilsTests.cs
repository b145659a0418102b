using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.LibTorch.Tests.NN;

public sealed class GradientUtilsTests
{
    [Fact]
    public void ClippingTheNormAgreesWithPyTorch()
    {
        using var scope = NewDisposeScope();
        var parameters = WithGradients();
        var total = nn.utils.clip_grad_norm_(parameters, 0.7);
        Assert.Equal(Reference.At("clip", "total").GetDouble(), total, 1e-10);
        var expected = Reference.At("clip", "gradients").EnumerateArray().Select(Reference.Tensor);
        foreach (var (want, parameter) in expected.Zip(parameters)) Reference.Close(want, parameter.grad!);
    }

    [Fact]
    public void ClippingLeavesSmallGradientsAsTheyAre()
    {
        using var scope = NewDisposeScope();
        var parameters = WithGradients();
        var before = parameters.Select(p => p.grad!.clone()).ToList();
        nn.utils.clip_grad_norm_(parameters, 1e6);
        foreach (var (want, parameter) in before.Zip(parameters)) Reference.Close(want, parameter.grad!, 0);
        nn.utils.clip_grad_value_(parameters, 0.25);
        Assert.All(parameters, p => Assert.True(p.grad!.abs().max().item<double>() <= 0.25));
    }

    [Fact]
    public void VectorsRoundTrip()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(3, 2);
        var vector = nn.utils.parameters_to_vector(layer.parameters());
        Assert.Equal([8L], vector.shape);
        nn.utils.vector_to_parameters(arange(8, ScalarType.Float32), layer.parameters());
        Assert.Equal([0f, 1, 2, 3, 4, 5], layer.weight.data<float>().ToArray());
        Assert.Equal([6f, 7], layer.bias!.data<float>().ToArray());
    }

    private static Parameter[] WithGradients()
    {
        var start = Reference.At("optimisers", "start").EnumerateArray().ToList();
        var slopes = Reference.At("optimisers", "slopes")[0].EnumerateArray().ToList();
        return start.Zip(slopes, (value, slope) =>
        {
            var parameter = new Parameter(Reference.Tensor(value));
            parameter.grad = Reference.Tensor(slope);
            return parameter;
        }).ToArray();
    }
}
