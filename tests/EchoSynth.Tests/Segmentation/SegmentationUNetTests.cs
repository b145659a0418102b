using EchoSynth.Segmentation;
using EchoSynth.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Segmentation;

public sealed class SegmentationUNetTests
{
    [Theory]
    [InlineData(4, 1, 16)]
    [InlineData(8, 2, 16)]
    [InlineData(8, 4, 32)]
    [InlineData(4, 5, 64)]
    public void Logits_have_the_images_size(int width, int depth, int size)
    {
        using var network = new SegmentationUNet(width, depth, 1);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Assert.Equal([3, 4, size, size], network.Forward(Cosines.Values(0.3, 1, 3, 1, size, size)).shape);
    }

    [Fact]
    public void Width_and_height_need_not_be_equal()
    {
        using var network = new SegmentationUNet(4, 3, 1);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Assert.Equal([1, 4, 16, 40], network.Forward(Cosines.Values(0.3, 1, 1, 1, 16, 40)).shape);
    }

    [Fact]
    public void Every_weight_gets_a_gradient()
    {
        using var network = new SegmentationUNet(4, 3, 1);
        using var scope = NewDisposeScope();
        network.Forward(Cosines.Values(0.3, 1, 2, 1, 16, 16)).square().sum().backward();
        Assert.All(network.named_parameters(), p => Assert.True(p.parameter.grad is { } g && g.abs().sum().item<float>() > 0, p.name));
    }

    [Fact]
    public void The_default_network_has_300_thousand_weights()
    {
        var options = new SegmenterOptions();
        using var network = new SegmentationUNet(options.Width, options.Depth, 0);
        Assert.Equal(303_620, network.parameters().Sum(p => p.NumberOfElements));
    }
}
