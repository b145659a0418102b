using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Tests.Kernels;

public sealed class PortableNormTests
{
    [Theory]
    [InlineData(8, 2)]
    [InlineData(12, 4)]
    [InlineData(6, 1)]
    public void The_norm_of_a_gpu_is_group_norm_and_stays_channels_last(int channels, int groups)
    {
        using var scope = NewDisposeScope();
        (Tensor Value, Tensor Slope, Tensor Second) Run(Func<Tensor, Tensor> norm)
        {
            var x = (TensorData.ChannelsLast(Cosines.Values(0.4, 2, 3, channels, 5, 7)) + 3).detach().requires_grad_(true);
            var y = norm(x);
            var slope = autograd.grad([(y * Cosines.Values(0.9, 1, 3, channels, 5, 7)).sum()], [x], retain_graph: true, create_graph: true)[0];
            return (y, slope, autograd.grad([slope.square().sum()], [x])[0]);
        }

        var expected = Run(x => functional.group_norm(x, groups, null, null, Normalisation.Epsilon));
        var actual = Run(x => PortableKernels.Normalised(x, groups));
        Assert.Equal(1, actual.Value.stride()[1]);
        foreach (var (a, b) in new[] { (expected.Value, actual.Value), (expected.Slope, actual.Slope), (expected.Second, actual.Second) })
            Assert.True((a - b).abs().max().item<float>() <= 2e-5 * Math.Max(1, a.abs().max().item<float>()) && a.abs().max().item<float>() > 1e-2);
    }
}
