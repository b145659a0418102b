using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Tests.Metrics;

public class EnsembleScoreTests
{
    private static readonly bool[] Everywhere = [.. Enumerable.Repeat(true, 64 * 64)];

    [Fact]
    public void TwoImagesOfOnePixelByHand()
    {
        EchoImage One(float v) => new(1, 1, [v]);
        var score = EnsembleScore.Measure([One(0.2f), One(0.6f)], One(0.5f), [true]);
        Assert.Equal(0.2 - 0.2, score.Crps, 1e-6); // mean|a − x| = .2, mean|a − a′| = .4
        Assert.Equal(2, score.Dispersion, 1e-5);
    }

    [Fact]
    public void DrawsFromTheTruthBeatBlurAndCollapse()
    {
        var random = new Random(1);
        EchoImage Noise(double deviation) => new(64, 64, [.. Enumerable.Range(0, 64 * 64).Select(_ => (float)Math.Clamp(0.5 + deviation * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5), 0, 1))]);
        EnsembleScore Of(Func<EchoImage> draw) => EnsembleScore.Measure([.. Enumerable.Range(0, 6).Select(_ => draw())], Noise(0.2), Everywhere);
        var single = Noise(0.2);
        var (truth, blur, collapsed, wild) = (Of(() => Noise(0.2)), Of(() => Noise(0)), Of(() => single), Of(() => Noise(0.4)));
        Assert.InRange(truth.Dispersion, 0.95, 1.05);
        Assert.True(truth.Crps < 0.8 * blur.Crps && truth.Crps < 0.6 * collapsed.Crps && truth.Crps < 0.9 * wild.Crps, $"{truth} {blur} {collapsed} {wild}");
        Assert.Equal(0, collapsed.Dispersion, 1e-9);
    }

    [Fact]
    public void OneImageIsNoEnsemble() =>
        Assert.Throws<ArgumentException>(() => EnsembleScore.Measure([EchoImage.FromBytes(1, 1, [0])], EchoImage.FromBytes(1, 1, [0]), [true]));
}
