using EchoSynth.Augmentation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Augmentation;

public sealed class PairAugmenterTests
{
    private static readonly AugmentationOptions s_strong = new()
    {
        FlipProbability = 0.5, RotationDegrees = 10, Scale = 0.15, Shift = 0.06, Shear = 0.1, Elastic = 0.012, Gain = 0.4, Gamma = 0.4, Speckle = 0.3,
    };

    private static readonly AugmentationOptions s_geometry = s_strong with { Gain = 0, Gamma = 0, Speckle = 0 };

    private static readonly float[] s_grey = [0, 0.1f, 0.9f, 0.25f, 0.5f];

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void ImageAndMaskStayAligned(int size)
    {
        var pair = Pair(size);
        var augmenter = new PairAugmenter(s_geometry);
        for (var seed = 0UL; seed < 30; seed++)
        {
            var (_, image, mask) = augmenter.Apply(pair, seed);
            Assert.False(pair.Mask.Labels.SequenceEqual(mask.Labels));
            int inner = 0, wrong = 0;
            var everywhere = 0.0;
            for (var i = 0; i < mask.Labels.Length; i++)
            {
                var error = Math.Abs(image.Pixels[i] - s_grey[mask.Labels[i]]);
                everywhere += error;
                if (!Uniform(mask, i))
                    continue;
                inner++;
                wrong += error > 0.02 ? 1 : 0;
            }
            // One or two pixels at a corner may lie nearer to a border than a whole pixel.
            Assert.True(inner > mask.Labels.Length / 5 && wrong <= inner / 500, $"seed {seed}: {wrong} of {inner} pixels away from borders disagree");
            Assert.True(everywhere / mask.Labels.Length < 1.6 / size, $"seed {seed}: mean error {everywhere / mask.Labels.Length}");
        }
    }

    [Theory]
    [InlineData(EchoView.TwoChamber, false, true)]
    [InlineData(EchoView.FourChamber, false, false)]
    [InlineData(EchoView.Unknown, false, false)]
    [InlineData(EchoView.FourChamber, true, true)]
    [InlineData(EchoView.Unknown, true, true)]
    public void OnlyViewsWithoutALeftAndARightAreFlipped(EchoView view, bool allowed, bool flips)
    {
        var pair = Pair(64, view);
        var (_, image, mask) = new PairAugmenter(new AugmentationOptions { FlipProbability = 1, FlipFourChamber = allowed }).Apply(pair, 5);
        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                Assert.Equal(pair.Image[flips ? 63 - x : x, y], image[x, y]);
                Assert.Equal(pair.Mask[flips ? 63 - x : x, y], mask[x, y]);
            }
        }
    }

    [Fact]
    public void HalfOfTheTwoChamberImagesAreFlippedAtOneHalf()
    {
        var (pair, augmenter) = (Pair(64, EchoView.TwoChamber), new PairAugmenter(new AugmentationOptions { FlipProbability = 0.5 }));
        Assert.InRange(Enumerable.Range(0, 400).Count(i => augmenter.Apply(pair, (ulong)i) != pair), 160, 240);
    }

    [Fact]
    public void TheSameSeedGivesTheSamePairAndAnotherSeedAnother()
    {
        var pair = Pair(64);
        var (a, b, c) = (new PairAugmenter(s_strong).Apply(pair, 7), new PairAugmenter(s_strong).Apply(pair, 7), new PairAugmenter(s_strong).Apply(pair, 8));
        Assert.Equal(a.Image.Pixels, b.Image.Pixels);
        Assert.Equal(a.Mask.Labels, b.Mask.Labels);
        Assert.False(a.Image.Pixels.SequenceEqual(c.Image.Pixels));
        Assert.False(a.Mask.Labels.SequenceEqual(c.Mask.Labels));
    }

    [Fact]
    public void AChangeOfOneKindLeavesTheDrawsOfTheOthers()
    {
        var pair = Pair(64);
        Assert.Equal(new PairAugmenter(s_geometry).Apply(pair, 7).Mask.Labels, new PairAugmenter(s_strong).Apply(pair, 7).Mask.Labels);
    }

    [Fact]
    public void NothingAskedForChangesNothing()
    {
        var pair = Pair(64);
        for (var seed = 0UL; seed < 20; seed++)
        {
            Assert.Same(pair, new PairAugmenter(new AugmentationOptions()).Apply(pair, seed));
            Assert.Same(pair, new PairAugmenter(s_strong with { Probability = 0 }).Apply(pair, seed));
        }
    }

    [Fact]
    public void PixelsStayInRangeTheSectorStaysInPlaceAndLabelsSurvive()
    {
        var pair = Pair(64);
        foreach (var options in (AugmentationOptions[])[s_strong, AugmentationOptions.Mild])
        {
            var augmenter = new PairAugmenter(options);
            for (var seed = 0UL; seed < 40; seed++)
            {
                var (item, image, mask) = augmenter.Apply(pair, seed);
                Assert.Same(pair.Item, item);
                Assert.Equal(pair.Image.Spacing, image.Spacing);
                Assert.Equal(pair.Mask.Spacing, mask.Spacing);
                Assert.Equal([0, 1, 2, 3, 4], mask.Labels.ToArray().Distinct().Order().Select(l => (int)l));
                for (var i = 0; i < mask.Labels.Length; i++)
                {
                    Assert.InRange(image.Pixels[i], 0f, 1f);
                    Assert.Equal(pair.Mask.Labels[i] == 0, mask.Labels[i] == 0);
                    if (mask.Labels[i] == 0)
                        Assert.Equal(0, image.Pixels[i]);
                }
                foreach (var label in (AnatomyLabel[])[AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium])
                    Assert.InRange((double)mask.Count(label) / pair.Mask.Count(label), 0.6, 1.6);
            }
        }
    }

    [Fact]
    public void AnatomyMovedAwayFromTheEdgeDoesNotComeTwice()
    {
        var pair = Pair(64);
        var augmenter = new PairAugmenter(new AugmentationOptions { Scale = 0.3, RotationDegrees = 5 });
        for (var seed = 0UL; seed < 40; seed++)
            Assert.Equal(1, Parts(augmenter.Apply(pair, seed).Mask, 3));

        static int Parts(AnatomyMask mask, byte label)
        {
            var left = Enumerable.Range(0, mask.Labels.Length).Where(i => mask.Labels[i] == label).ToHashSet();
            var parts = 0;
            for (; left.Count > 0; parts++)
            {
                var stack = new Stack<int>([left.First()]);
                while (stack.TryPop(out var i))
                {
                    if (!left.Remove(i))
                        continue;
                    foreach (var step in (int[])[-1, 1, -64, 64, -65, -63, 63, 65])
                        stack.Push(i + step);
                }
            }
            return parts;
        }
    }

    [Fact]
    public void AMaskWithoutASectorGetsNone()
    {
        var pair = Pair(64);
        var labels = pair.Mask.Labels.ToArray();
        labels.AsSpan().Replace((byte)4, (byte)0);
        var plain = new PairAugmenter(s_geometry).Apply(pair with { Mask = new AnatomyMask(64, 64, labels) }, 3);
        Assert.False(plain.Mask.HasSector);
        Assert.Equal(new PairAugmenter(s_geometry).Apply(pair, 3).Mask.Count(AnatomyLabel.Myocardium), plain.Mask.Count(AnatomyLabel.Myocardium));
        var black = new EchoPair(pair.Item, new EchoImage(64, 64, new float[64 * 64]), new AnatomyMask(64, 64, new byte[64 * 64]));
        Assert.Same(black, new PairAugmenter(s_strong).Apply(black, 3));
    }

    [Fact]
    public void GreyChangesLeaveTheMaskAndSpeckleKeepsTheMean()
    {
        var pair = Pair(128);
        var (_, image, mask) = new PairAugmenter(new AugmentationOptions { Speckle = 0.2, SpeckleSize = 0.015 }).Apply(pair, 1);
        Assert.Equal(pair.Mask.Labels, mask.Labels);
        var ratios = Enumerable.Range(0, mask.Labels.Length).Where(i => mask.Labels[i] == 4).Select(i => Math.Log(image.Pixels[i] / 0.5)).ToArray();
        var mean = ratios.Average();
        Assert.InRange(Math.Sqrt(ratios.Average(r => (r - mean) * (r - mean))), 0.17, 0.23);
        Assert.InRange(ratios.Average(Math.Exp), 0.97, 1.03);
    }

    [Fact]
    public void EveryWrongOptionIsNamedHereAndInTheTrainer()
    {
        var wrong = new AugmentationOptions { RotationDegrees = 90, Gain = double.NaN, Elastic = 0.04 };
        string[] errors =
        [
            "RotationDegrees is 90; it must be between 0 and 30.",
            "Gain is NaN; it must be between 0 and 1.",
            "Elastic is 0.04; with ElasticPoints 5 it must be between 0 and 0.01563, or the image could fold.",
        ];
        Assert.Equal(errors, Assert.Throws<OptionsValidationException>(() => new PairAugmenter(wrong)).Failures);
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        var error = Assert.Throws<OptionsValidationException>(() => new Trainer(model, patch, new TrainerOptions { BatchSize = 0, Augmentation = wrong }));
        Assert.Equal(["BatchSize is 0; it must be between 1 and 1024.", .. errors.Select(e => "Augmentation." + e)], error.Failures);
    }

    private static bool Uniform(AnatomyMask mask, int i)
    {
        var (x, y) = (i % mask.Width, i / mask.Width);
        for (var ny = Math.Max(0, y - 3); ny <= Math.Min(mask.Height - 1, y + 3); ny++)
        {
            for (var nx = Math.Max(0, x - 3); nx <= Math.Min(mask.Width - 1, x + 3); nx++)
            {
                if (mask.Labels[ny * mask.Width + nx] != mask.Labels[i])
                    return false;
            }
        }
        return true;
    }

    /// <summary>A fan with a heart in it, whose grey is a function of the label.</summary>
    private static EchoPair Pair(int size, EchoView view = EchoView.FourChamber)
    {
        var labels = new byte[size * size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (u, v) = ((x + 0.5) / size - 0.5, (y + 0.5) / size);
                if (Math.Abs(u) > 0.05 + 0.6 * v || u * u + v * v > 0.9)
                    continue;
                var lv = Math.Pow((u - 0.02) / 0.1, 2) + Math.Pow((v - 0.42) / 0.2, 2);
                var wall = Math.Pow((u - 0.02) / 0.18, 2) + Math.Pow((v - 0.42) / 0.28, 2);
                var atrium = Math.Pow((u - 0.06) / 0.12, 2) + Math.Pow((v - 0.76) / 0.09, 2);
                labels[y * size + x] = (byte)(lv < 1 ? 1 : wall < 1 ? 2 : atrium < 1 ? 3 : 4);
            }
        }
        var mask = new AnatomyMask(size, size, labels, new PixelSpacing(0.7, 0.7));
        var item = new EchoItem("p", "p", view, CardiacPhase.EndDiastole, DatasetSplit.Training, "", "");
        return new EchoPair(item, new EchoImage(size, size, Array.ConvertAll(labels, l => s_grey[l]), mask.Spacing), mask);
    }
}
