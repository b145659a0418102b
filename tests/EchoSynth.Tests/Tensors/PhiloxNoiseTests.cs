using EchoSynth.Tensors;

namespace EchoSynth.Tests.Tensors;

public sealed class PhiloxNoiseTests
{
    /// <summary>The known-answer vectors of philox4x32-10 that its authors publish (Random123, kat_vectors).</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3_243f6a88UL, 0x299f31d0_a4093822UL, 0x03707344_13198a2eUL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void BlockGivesThePublishedAnswers(ulong counter, ulong seed, ulong stream, uint a, uint b, uint c, uint d)
    {
        var block = new uint[4];
        PhiloxNoise.Block(counter, seed, stream, block);
        Assert.Equal([a, b, c, d], block);
    }

    [Fact]
    public void NormalHasTheMomentsOfANormal()
    {
        var x = new float[1_000_000];
        PhiloxNoise.Normal(x, 7, 3);
        Assert.Equal(0, x.Average(), 0.005);
        Assert.Equal(1, x.Average(v => v * v), 0.01);
        Assert.Equal(0, x.Average(v => v * v * v), 0.02);
        Assert.Equal(3, x.Average(v => (double)v * v * v * v), 0.06);
        Assert.Equal(0, x.Zip(x.Skip(1)).Average(p => p.First * p.Second), 0.005);
    }

    [Fact]
    public void APrefixIsAPrefixAndStreamsDiffer()
    {
        float[] whole = new float[103], part = new float[50], other = new float[103];
        PhiloxNoise.Normal(whole, 1, 2);
        PhiloxNoise.Normal(part, 1, 2);
        PhiloxNoise.Normal(other, 1, 3);
        Assert.Equal(whole[..50], part);
        Assert.DoesNotContain(whole.Zip(other), p => p.First == p.Second);
    }

    [Fact]
    public void PermutationHoldsEveryIndexOnce()
    {
        var order = PhiloxNoise.Permutation(1000, 5, 6);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.NotEqual(order, PhiloxNoise.Permutation(1000, 5, 7));
        Assert.InRange(order.Where((v, i) => v == i).Count(), 0, 10);
    }

    [Fact]
    public void PermutationIsUniform()
    {
        var counts = new int[6];
        for (var i = 0UL; i < 6000; i++)
        {
            var p = PhiloxNoise.Permutation(3, 1, i);
            counts[p[0] * 2 + (p[1] > p[2] ? 1 : 0)]++;
        }
        Assert.All(counts, c => Assert.InRange(c, 880, 1120));
    }
}
