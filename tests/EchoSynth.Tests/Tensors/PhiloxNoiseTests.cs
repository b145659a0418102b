using EchoSynth.Tensors;

namespace EchoSynth.Tests.Tensors;

public sealed class PhiloxNoiseTests
{
    private static readonly uint[] s_first = [0x3f3a9824, 0x3f37c313, 0xbfc58916, 0xbf8f1a93, 0xbf7fbaef, 0x3e83c1f4, 0xc011a8d5, 0xbea393b7];

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

    [Theory]
    [InlineData(1_000_003, 7UL, 3UL)]
    [InlineData(300_000, ulong.MaxValue, 0xfeed_0001_0000_0000UL)]
    [InlineData(31, 1UL, 2UL)]
    [InlineData(0, 1UL, 2UL)]
    public void VectorsGiveTheBitsOfOneNumberAfterTheOther(int count, ulong seed, ulong stream)
    {
        float[] fast = new float[count], slow = new float[count];
        PhiloxNoise.Normal(fast, seed, stream);
        PhiloxNoise.OneByOne(slow, 0, seed, stream);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.AsBytes(fast.AsSpan()).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(slow.AsSpan())));
        // The first numbers of this stream, from before there were vectors.
        if (seed == 7)
            Assert.Equal(s_first, slow[..8].Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void VectorsGiveTheSameBitsWhereFunctionsAreZeroOrOne()
    {
        // Angles at and beside the quarter turns, radii from 0 to the largest.
        uint[] words = [.. new[] { 0u, 1u << 30, 1u << 31, 3u << 30, uint.MaxValue, 1u << 29 }.SelectMany(w => new[] { w - 2, w - 1, w, w + 1, w + 2 })];
        var found = new float[32];
        foreach (var a in words)
        {
            for (var i = 0; i < words.Length; i += 8)
            {
                ulong[] eight = [.. Enumerable.Range(i, 8).Select(w => (ulong)words[w % words.Length])];
                NormalVector.BoxMuller(System.Runtime.Intrinsics.Vector512.Create((ulong)a), System.Runtime.Intrinsics.Vector512.Create(eight), found);
                for (var lane = 0; lane < 8; lane++)
                {
                    var (x, y) = PhiloxNoise.BoxMuller(a, (uint)eight[lane]);
                    Assert.Equal((BitConverter.SingleToUInt32Bits(x), BitConverter.SingleToUInt32Bits(y)), (BitConverter.SingleToUInt32Bits(found[4 * lane]), BitConverter.SingleToUInt32Bits(found[4 * lane + 1])));
                }
            }
        }
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
