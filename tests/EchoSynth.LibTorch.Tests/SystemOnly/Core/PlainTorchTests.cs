using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace EchoSynth.LibTorch.Tests.SystemOnly.Core;

/// <summary>Where this binding does what PyTorch does and TorchSharp 0.107.0, as run on 2026-11-22, does not. The library uses none of it.</summary>
public class PlainTorchTests
{
    [Fact]
    public void Shapes_of_different_lengths_broadcast() => Assert.Equal([2, 3], broadcast_shapes([2, 1], [3]).Shape);

    [Fact]
    public void Tensordot_contracts_the_last_with_the_first() => Scoped(() =>
        Equal([10, 13, 28, 40], tensordot(arange(6, dtype: float32).view(2, 3), arange(6, dtype: float32).view(3, 2), 1)));

    [Fact]
    public void The_biased_variance_divides_by_n() => Scoped(() =>
        Assert.Equal(47.9167f, arange(24, dtype: float32).var(unbiased: false).item<float>(), 3));

    [Theory]
    [InlineData(PaddingModes.Zeros)]
    [InlineData(PaddingModes.Reflect)]
    [InlineData(PaddingModes.Replicate)]
    [InlineData(PaddingModes.Circular)]
    public void ConvolutionsPadAsToldAndKeepTheSize(PaddingModes mode)
    {
        using var scope = NewDisposeScope();
        using var layer = Conv2d(1, 2, (3, 5), padding: (1, 2), padding_mode: mode);
        using var same = Conv2d(1, 2, (3, 5), Padding.Same, padding_mode: mode);
        same.load_state_dict(layer.state_dict());
        var input = randn(2, 1, 6, 7);
        var padded = F.pad(input, (2, 2, 1, 1), mode);
        var expected = F.conv2d(padded, layer.weight, layer.bias);
        EchoSynth.LibTorch.Tests.Reference.Close(expected, layer.call(input), 1e-5);
        EchoSynth.LibTorch.Tests.Reference.Close(expected, same.call(input), 1e-5);
    }
}
