using System.Diagnostics;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Metrics;

public class ConditionalDiversityTests
{
    private static readonly bool[] s_everywhere = [.. Enumerable.Repeat(true, 48 * 48)];

    [Fact]
    public void Draws_of_one_distribution_are_as_diverse_as_each_other_whatever_their_number()
    {
        var random = new Random(3);
        var diversity = new ConditionalDiversity();
        for (var mask = 0; mask < 12; mask++)
            diversity.Add(Noise(random, 2, 0.05), s_everywhere, Noise(random, 6, 0.05));
        var report = diversity.Report();
        Assert.Equal((12, 12, 12), (report.Masks, report.ReferenceFine.Count, report.FineRatio.Count));
        Assert.InRange(report.FineRatio.Mean, 0.98, 1.02);
        Assert.InRange(report.CoarseRatio.Mean, 0.92, 1.08);
        Assert.InRange(report.Fine.Mean / report.ReferenceFine.Mean, 0.60, 0.68); // uncorrected: 0.564 / 0.869
    }

    [Fact]
    public void The_share_of_the_deviation_that_few_images_show_is_that_of_the_gamma_functions()
    {
        Assert.Equal(1 / Math.Sqrt(Math.PI), ConditionalDiversity.ExpectedShare(2), 1e-12);
        Assert.Equal(0.7236012545, ConditionalDiversity.ExpectedShare(3), 1e-9); // √(2/3) · 0.886226925 = √(2/3) · √π / 2
        Assert.Equal(0.9213177319 * Math.Sqrt(3.0 / 4), ConditionalDiversity.ExpectedShare(4), 1e-9); // c₄(4)
        Assert.Equal(0.9726592741 * Math.Sqrt(9.0 / 10), ConditionalDiversity.ExpectedShare(10), 1e-9); // c₄(10)
    }

    [Fact]
    public void Spreads_are_those_of_the_seeds_and_a_collapsed_model_is_seen()
    {
        var random = new Random(4);
        var (diversity, seeds, redraws) = (new ConditionalDiversity(), Noise(random, 3, 0.02), Noise(random, 3, 0.08));
        diversity.Add(seeds, s_everywhere, redraws);
        var report = diversity.Report();
        Assert.Equal(SeedSpread.Measure(seeds, s_everywhere), report.Fine.Mean, 1e-12);
        Assert.Equal(SeedSpread.MeasureCoarse(seeds, s_everywhere), report.Coarse.Mean, 1e-12);
        Assert.Equal(SeedSpread.Measure(redraws, s_everywhere), report.ReferenceFine.Mean, 1e-12);
        Assert.Equal(SeedSpread.MeasureCoarse(redraws, s_everywhere), report.ReferenceCoarse.Mean, 1e-12);
        Assert.Equal(report.Fine.Mean / report.ReferenceFine.Mean, report.FineRatio.Mean, 1e-12);
        Assert.Equal(report.Coarse.Mean / report.ReferenceCoarse.Mean, report.CoarseRatio.Mean, 1e-12);
        Assert.InRange(report.FineRatio.Mean, 0.2, 0.3);

        var collapsed = new ConditionalDiversity();
        collapsed.Add([seeds[0], seeds[0]], s_everywhere, redraws);
        Assert.Equal((0, 0), (collapsed.Report().Fine.Mean, collapsed.Report().FineRatio.Mean));
    }

    [Fact]
    public void Masks_without_a_reference_or_with_equal_references_have_no_ratio()
    {
        var (diversity, seeds) = (new ConditionalDiversity(), Noise(new Random(5), 2, 0.05));
        diversity.Add(seeds, s_everywhere);
        diversity.Add(seeds, s_everywhere, []);
        diversity.Add(seeds, s_everywhere, [seeds[0], seeds[0]]);
        var report = diversity.Report();
        Assert.Equal((3, 1, 0, double.NaN), (report.Masks, report.ReferenceFine.Count, report.FineRatio.Count, report.FineRatio.Mean));
    }

    [Fact]
    public void Too_few_images_and_wrong_sizes_are_said_and_nothing_is_added()
    {
        var (diversity, seeds) = (new ConditionalDiversity(), Noise(new Random(5), 2, 0.05));
        Assert.Throws<InvalidOperationException>(() => diversity.Report());
        Fixture.Throws<ArgumentException>(() => diversity.Add([seeds[0]], s_everywhere), "at least 2");
        Fixture.Throws<ArgumentException>(() => diversity.Add(seeds, s_everywhere, [seeds[0]]), "at least 2");
        Fixture.Throws<ArgumentException>(() => diversity.Add(seeds, s_everywhere, [Fixture.Image(64, 36), Fixture.Image(64, 36)]), "one size");
        Fixture.Throws<ArgumentException>(() => diversity.Add(seeds, new bool[48 * 48]), "empty");
        Assert.Throws<InvalidOperationException>(() => diversity.Report());
    }

    [Fact]
    public void The_nearest_masks_of_other_patients_come_first_and_ties_keep_their_order()
    {
        AnatomyMask[] masks = [Heart(0), Heart(4), Heart(1), Heart(4), Heart(2), Heart(0)];
        var neighbours = new MaskNeighbours(masks, ["a", "b", "c", "d", "e", "f"]);
        Assert.Equal([5, 2, 4, 1, 3], neighbours.Find(masks[0], "a", 9).Select(n => n.Index));
        Assert.Equal([0, 5, 2], neighbours.Find(masks[0], null, 3).Select(n => n.Index));
        Assert.Equal(1, neighbours.Find(masks[0], "a", 1).Single().Dice);
        Assert.Empty(new MaskNeighbours([masks[0]], ["a"]).Find(masks[1], "a", 3));
    }

    [Fact]
    public void Likeness_is_the_mean_dice_over_the_structures_that_either_mask_has()
    {
        AnatomyMask Row(params byte[] labels) => new(labels.Length, 1, labels);
        double Dice(AnatomyMask a, AnatomyMask b) => new MaskNeighbours([b], ["b"]).Find(a, "a", 1).Single().Dice;
        Assert.Equal((2.0 / 3 + 1) / 2, Dice(Row(1, 1, 2, 4, 0), Row(1, 0, 2, 0, 4)), 1e-12);
        Assert.Equal((1 + 0.0) / 2, Dice(Row(1, 3), Row(1, 0)), 1e-12);
        Assert.Equal(0, Dice(Row(0, 4), Row(4, 0)));
    }

    [Fact]
    public void A_thousand_masks_are_searched_many_times_within_seconds()
    {
        AnatomyMask[] masks = [.. Enumerable.Range(0, 100).Select(i => Heart(i % 30, 128))];
        AnatomyMask[] thousand = [.. Enumerable.Range(0, 1000).Select(i => masks[i % 100])];
        var watch = Stopwatch.StartNew();
        var neighbours = new MaskNeighbours(thousand, [.. Enumerable.Range(0, 1000).Select(i => $"{i}")]);
        for (var i = 0; i < 1000; i += 4)
            Assert.Equal(1, neighbours.Find(thousand[i], $"{i}", 5)[0].Dice);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void Masks_that_cannot_be_compared_are_said()
    {
        Fixture.Throws<ArgumentException>(() => _ = new MaskNeighbours([], []), "no masks");
        Fixture.Throws<ArgumentException>(() => _ = new MaskNeighbours([Heart(0)], []), "0 patients");
        Fixture.Throws<ArgumentException>(() => _ = new MaskNeighbours([Heart(0), Heart(0, 30)], ["a", "b"]), "30 × 30");
        Fixture.Throws<ArgumentException>(() => new MaskNeighbours([Heart(0)], ["a"]).Find(Heart(0, 30), "b", 1), "30 × 30");
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaskNeighbours([Heart(0)], ["a"]).Find(Heart(0), "b", 0));
    }

    private static EchoImage[] Noise(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => new EchoImage(48, 48, [.. Enumerable.Range(0, 48 * 48).Select(_ => (float)Math.Clamp(0.5 + deviation * Normal(random), 0, 1))]))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static AnatomyMask Heart(int shift, int size = 40) =>
        new(size, size, Fixture.Bytes(size, size, (x, y) => x - shift is < 2 or > 30 ? 4 : y < 10 ? 2 : y < 20 ? 1 : y < 30 ? 3 : 0));
}
