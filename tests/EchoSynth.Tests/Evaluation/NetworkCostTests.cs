using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Evaluation;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Evaluation;

public sealed class NetworkCostTests
{
    [Fact]
    public void SpadeUNetAgreesWithACountByHand()
    {
        // nf 8, levels 8 and 16 wide, 16 × 16 folded by 2 to 8 × 8 = 64 and 4 × 4 = 16 positions, 4 mask features, style 4·8 + 8 = 40.
        using var net = new SpadeUNetDenoiser(Tiny.SpadeOptions);
        static long Style(long channels) => 40 * 2 * channels;
        static long Block(long from, long to, long positions) =>
            Style(from) + Style(to) + 9 * (from * to + to * to) * positions + (from != to ? from * to * positions : 0);
        static long Modulations(long from, long to, long positions) => 4 * 2 * (from + to) * positions;
        var encode = 9 * 16 * 4 * 64 + 9 * 4 * 4 * 16                                                                    // mask features
            + Modulations(8, 8, 64) + Modulations(8, 16, 16) + Modulations(16, 16, 16) + Modulations(32, 16, 16) + Modulations(24, 8, 64) + 4 * 2 * 8 * 64;
        var attention = 4 * 16 * 16 * 16 + 2 * 16 * 16 * 16;                                                             // q, k, v, out; the two products
        var predict = 8 * 32 + 32 * 32 + 4 * 8 + 8 * 8                                                                   // time, latent
            + 9 * 4 * 8 * 64 + Block(8, 8, 64) + Block(8, 16, 16) + Block(16, 16, 16) + attention + Block(32, 16, 16) + Block(24, 8, 64)
            + Style(8) + 9 * 8 * 4 * 64;                                                                                 // last norm, head

        var cost = NetworkCost.Of(net, 16, 16);

        Assert.Equal((encode, predict), (cost.OncePerMask, cost.PerStep));
        Assert.Equal(encode + 4 * predict, cost.MultiplyAddsPerImage(4));
        Assert.Equal(2.0 * (encode + 4 * predict), cost.FlopPerImage(4));
        Assert.Equal(net.parameters().Sum(p => p.NumberOfElements), cost.Parameters);
        Assert.Throws<ArgumentOutOfRangeException>(() => cost.FlopPerImage(0));
    }

    [Fact]
    public void NcsnPlusPlusAgreesWithACountByHand()
    {
        // nf 8, levels 8 (256 positions) and 16 (64 positions, with attention) wide, 5 inputs; time 32, latent 8.
        using var net = new NcsnPlusPlusDenoiser(Tiny.NcsnOptions);
        static long Block(long from, long to, long positions, bool resampled = false) =>
            8 * 2 * (from + to) + 32 * to + 9 * (from * to + to * to) * positions + (from != to || resampled ? from * to * positions : 0);
        const long attention = 4 * 16 * 16 * 64 + 2 * 64 * 64 * 16;
        var expected = 8 * 32 + 32 * 32 + 4 * 8 + 8 * 8 + 9 * 5 * 8 * 256
            + Block(8, 8, 256)
            + Block(8, 8, 64, true) + 2 * 16 * 8 * 64                                                                    // down block, its two FIR filters
            + 16 * 5 * 17 * 17 + 9 * 5 * 8 * 64                                                                          // pyramid
            + Block(8, 16, 64) + attention
            + 2 * Block(16, 16, 64) + attention
            + Block(32, 16, 64) + Block(24, 16, 64) + attention
            + Block(16, 16, 256, true) + 2 * 16 * 16 * 64                                                                // up block, FIR on its 64 inputs
            + Block(24, 8, 256) + Block(16, 8, 256) + 9 * 8 * 256;

        var cost = NetworkCost.Of(net, 16, 16);

        Assert.Equal((0, expected), (cost.OncePerMask, cost.PerStep));
    }

    [Theory]
    [InlineData(128, 34.6, 35.1928832, 0.0674899)]
    [InlineData(256, 139, 140.8665375, 0.2686609)]
    public void TheReferenceGeneratorTakesWhatIsKnownOfIt(int size, double known, double profiler, double fir)
    {
        // "profiler": PyTorch's, on the twin of the networks, whose FIR filters are not convolutions; "fir": those, by formula.
        using var net = new NcsnPlusPlusDenoiser();
        var cost = NetworkCost.Of(net, size, size);
        Assert.InRange(2e-9 * cost.PerStep / known, 0.98, 1.02);
        Assert.Equal(profiler + fir, 2e-9 * cost.PerStep, 1e-6);
        Assert.Equal(39_728_129, cost.Parameters);
    }

    [Fact]
    public void DiscriminatorsAgreeWithACountByHand()
    {
        using var patch = new PatchDiscriminator(Tiny.PatchOptions); // 7 inputs, 16 × 16 → 8 × 8 → 4 × 4, 8 wide
        Assert.Equal(8 * 8 + 2 * 8 * 8 + 16 * 7 * 8 * 64 + 16 * 8 * 8 * 16 + 9 * 9 * 8 * 16 + 8 * 16, NetworkCost.Of(patch, 16, 16).PerStep);

        using var whole = new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 4, ImageSize = 32, TimeWidth = 8, MaskChannels = 0 });
        static long Block(long from, long to, long side, bool down) => 8 * to + 9 * from * to * side * side
            + (9 * to * to + from * to + (down ? 16 * (from + to) : 0)) * (down ? side * side / 4 : side * side);
        var expected = 2 * 8 * 8 + 2 * 8 * 1024 + Block(8, 8, 32, false) + Block(8, 16, 32, true) + Block(16, 32, 16, true) + Block(32, 32, 8, true)
            + 9 * 33 * 32 * 16 + 32;
        var cost = NetworkCost.Of(whole, 32, 32);
        Assert.Equal((0, expected), (cost.OncePerMask, cost.PerStep));
    }

    [Fact]
    public void BytesAgreeWithACountByHand()
    {
        // The patch discriminator of the test above: every layer reads its input, writes its output, and reads its weights, four bytes each.
        using var patch = new PatchDiscriminator(Tiny.PatchOptions);
        var weights = 8 * 8 + 2 * 8 * 8 + 16 * 7 * 8 + 16 * 8 * 8 + 9 * 9 * 8 + 8;
        var activations = (8 + 8) + 2 * (8 + 8) + (7 * 256 + 8 * 64) + (8 * 64 + 8 * 16) + (9 * 16 + 8 * 16) + (8 * 16 + 16);
        var cost = NetworkCost.Of(patch, 16, 16);
        Assert.Equal((4 * weights, 4 * activations), (cost.WeightBytesPerStep, cost.ActivationBytesPerStep));
        Assert.Equal((0, 0), (cost.WeightBytesOncePerMask, cost.ActivationBytesOncePerMask));
        Assert.Equal(4.0 * 3 * (weights + activations), cost.BytesPerImage(3));
    }

    [Fact]
    public void AttentionReadsItsMatricesAndFiltersTheirImage()
    {
        using var scope = NewDisposeScope();
        var (attention, up) = (new SelfAttention(new ParameterInit(1), 4), new FirResampling(3, FirKind.Up));
        using (var count = Arithmetic.Begin())
        {
            attention.Forward(ones(2, 4, 3, 5), 3, 5);
            // Four 1 × 1 convolutions; q·k and its softmax times v, each with two operands and a result.
            Assert.Equal(4 * (4 * 4 * 4), count.WeightBytes);
            Assert.Equal(4 * (4 * 2 * 60 * 2 + 2 * (2 * 60 + 225) * 2), count.ActivationBytes);
        }
        using (var count = Arithmetic.Begin())
        {
            up.Forward(ones(1, 3, 4, 4));
            Assert.Equal((4 * 3 * 16, 4 * 3 * (16 + 64)), (count.WeightBytes, count.ActivationBytes));
        }
    }

    [Fact]
    public void ABatchSharesTheWeightsAndHalfTheBytesAreThoseOfBfloat16()
    {
        using var net = new NcsnPlusPlusDenoiser(Tiny.NcsnOptions);
        NetworkCost one = NetworkCost.Of(net, 16, 16), four = NetworkCost.Of(net, 16, 16, 4);
        Assert.Equal((one.WeightBytesPerStep, 4 * one.ActivationBytesPerStep), (four.WeightBytesPerStep, four.ActivationBytesPerStep));
        Assert.True(four.BytesPerImage(4) < one.BytesPerImage(4));
        using var mixed = MixedPrecision.Use(Precision.MixedBFloat16);
        Assert.InRange((double)NetworkCost.Of(net, 16, 16).WeightBytesPerStep / one.WeightBytesPerStep, 0.5, 0.6); // filters and the last layer stay exact
    }

    [Fact]
    public void ABatchCountsAsSoManyImages()
    {
        using var net = new NcsnPlusPlusDenoiser(Tiny.NcsnOptions);
        NetworkCost one = NetworkCost.Of(net, 32, 16), three = NetworkCost.Of(net, 32, 16, 3);
        Assert.Equal((3, 3 * one.PerStep), (three.Batch, three.PerStep));
        Assert.Equal(one.MultiplyAddsPerImage(2), three.MultiplyAddsPerImage(2));
    }

    [Fact]
    public void OnlyTheThreadThatCountsIsCounted()
    {
        using var scope = NewDisposeScope();
        var layer = new ConvolutionLayer(new ParameterInit(1), 2, 3);
        using var count = Arithmetic.Begin();
        var other = new Thread(() => layer.Forward(ones(1, 2, 4, 4)).Dispose());
        other.Start();
        other.Join();
        Assert.Equal(0, count.MultiplyAdds);
        layer.Forward(ones(1, 2, 4, 4));
        Assert.Equal(9 * 2 * 3 * 16, count.MultiplyAdds);
    }

    [Fact]
    public void WhatCannotBeCountedIsSaid()
    {
        using var spade = new SpadeUNetDenoiser();
        Assert.Contains("60 × 64", Assert.Throws<ArgumentException>(() => NetworkCost.Of(spade, 60, 64)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkCost.Of(spade, 64, 64, 0));
        using var foreign = new GaussianNoiseDenoiser(new EchoSynth.Diffusion.VariancePreservingSchedule(), 0, 1);
        Assert.Contains("none of the library's layers", Assert.Throws<ArgumentException>(() => NetworkCost.Of(foreign, 16, 16)).Message);
        Assert.True(NetworkCost.Of(spade, 64, 64).PerStep > 0); // an error leaves no count under way
    }
}
