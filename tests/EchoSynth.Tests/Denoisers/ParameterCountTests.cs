using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Denoisers;

/// <summary>The networks have exactly as many weights as the published family's.</summary>
public sealed class ParameterCountTests
{
    [Theory]
    [InlineData(1, 1, 39_724_673)]
    [InlineData(1, 4, 39_728_129)]
    [InlineData(1, 5, 39_729_281)]
    [InlineData(2, 0, 39_725_250)]
    public void NcsnPlusPlusAt256(int imageChannels, int maskChannels, long expected)
    {
        using var net = new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageChannels = imageChannels, MaskChannels = maskChannels });
        Assert.Equal(expected, Count(net));
    }

    [Fact]
    public void NcsnPlusPlusSmall16()
    {
        using var net = new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions
        {
            ImageSize = 16, MaskChannels = 1, Width = 16, Multipliers = [1, 2], BlocksPerLevel = 1, AttentionResolutions = [], LatentSize = 8, LatentEmbedding = 16, LatentDepth = 1,
        });
        Assert.Equal(200_001, Count(net));
    }

    [Fact]
    public void NcsnPlusPlusSmall32()
    {
        using var net = new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions
        {
            ImageSize = 32, MaskChannels = 4, Width = 32, Multipliers = [1, 2], BlocksPerLevel = 1, AttentionResolutions = [16], LatentSize = 16, LatentEmbedding = 32, LatentDepth = 2,
        });
        Assert.Equal(829_793, Count(net));
    }

    [Theory]
    [InlineData(256, 0, 27_736_705)]
    [InlineData(256, 4, 27_737_217)]
    [InlineData(256, 5, 27_737_345)]
    [InlineData(32, 4, 12_741_633)]
    public void WholeImageDiscriminator(int size, int maskChannels, long expected)
    {
        using var net = new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { ImageSize = size, MaskChannels = maskChannels });
        Assert.Equal(expected, Count(net));
    }

    private static long Count(nn.Module net) => net.parameters().Sum(p => p.NumberOfElements);
}
