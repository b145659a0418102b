using System.Collections.Concurrent;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class InspectTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_is_in_a_set_is_counted_and_what_cannot_be_read_is_told(int threads)
    {
        var seen = new ConcurrentBag<InspectProgress>();
        var found = new Made().Inspect(new InspectOptions { MaxThreads = threads }, new Direct(seen.Add));
        Assert.Equal(("made", 5, 2, 4), (found.Name, found.Items, found.Patients, found.Loaded));
        Assert.Equal(new Dictionary<CardiacPhase, int> { [CardiacPhase.EndDiastole] = 5 }, found.Phases);
        Assert.Equal(new Dictionary<EchoView, int> { [EchoView.TwoChamber] = 3, [EchoView.FourChamber] = 2 }, found.Views);
        Assert.Equal([new SkippedItem("3", "file: field: damaged")], found.Failed);
        Assert.Equal([new SkippedItem("left", "out")], found.Skipped);
        Assert.Equal([new DatasetSizeCount(4, 2, 3), new DatasetSizeCount(6, 2, 1)], found.Sizes);
        Assert.Equal([new DatasetSpacingCount(null, 3), new DatasetSpacingCount(new PixelSpacing(0.308, 0.154), 1)], found.Spacings);
        Assert.Equal([AnatomyLabel.LeftVentricle], found.Annotated);
        // Four loaded: 4 × 2 three times, 6 × 2 once, of which each has 2 LV pixels; in item 2 they do not touch.
        Assert.Equal(new DatasetLabelCount(AnatomyLabel.LeftVentricle, 8, 8.0 / 36, 4), found.Labels[1]);
        Assert.Equal(new DatasetLabelCount(AnatomyLabel.Myocardium, 0, 0, 0), found.Labels[2]);
        Assert.Equal(28, found.Labels[0].Pixels);
        Assert.Equal(1, found.MasksWithSeveralCavities);
        Assert.Equal((0f, 1f), (found.GreyMinimum, found.GreyMaximum));
        Assert.Equal(4.0 / 36, found.GreyMean!.Value, 12);
        Assert.Equal([1, 2, 3, 4, 5], seen.Select(p => p.Done).Order());
        Assert.All(seen, p => Assert.True(p.Total == 5 && p.PerSecond > 0 && p.Remaining >= TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, seen.Single(p => p.Done == 5).Remaining);
    }

    [Fact]
    public void A_limit_spreads_the_items_over_the_set_and_counts_names_of_all()
    {
        var loaded = new ConcurrentBag<string>();
        var found = new Made { Loading = item => loaded.Add(item.Id) }.Inspect(new InspectOptions { Limit = 2 });
        Assert.Equal(["0", "2"], loaded.Order());
        Assert.Equal((5, 2, 2), (found.Items, found.Patients, found.Loaded));
        Fixture.Throws<ArgumentException>(() => new Made().Inspect(new InspectOptions { Limit = 0 }), "Limit is 0");
        Fixture.Throws<ArgumentException>(() => new Made().Inspect(new InspectOptions { MaxThreads = -1 }), "MaxThreads is -1");
    }

    [Fact]
    public void It_can_be_cancelled_and_a_set_of_which_nothing_can_be_read_is_no_exception()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new Made { Loading = _ => source.Cancel() }.Inspect(new InspectOptions { MaxThreads = 1 }, null, source.Token));
        var found = new Made { Loading = _ => throw new InvalidOperationException("no") }.Inspect();
        Assert.Equal((0, 5, null, null), (found.Loaded, found.Failed.Count, found.GreyMean, found.GreyMinimum));
        Assert.All(found.Failed, f => Assert.Equal("no", f.Reason));
    }

    /// <summary>A data set of the test's own, as a user's would be.</summary>
    private sealed class Made : IEchoDataset
    {
        public Action<EchoItem> Loading { get; init; } = _ => { };

        public string Name => "made";

        public IReadOnlyList<EchoItem> Items { get; } = [.. Enumerable.Range(0, 5).Select(i => new EchoItem($"{i}", i < 2 ? "A" : "B", i < 3 ? EchoView.TwoChamber : EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Unassigned, "", "", i))];

        public IReadOnlyList<SkippedItem> Skipped { get; } = [new("left", "out")];

        public IReadOnlyList<AnatomyLabel> Annotated { get; } = [AnatomyLabel.LeftVentricle];

        public EchoPair Load(EchoItem item)
        {
            Loading(item);
            if (item.Frame == 3)
                throw new EchoFormatException("file", "field", "damaged");
            var width = item.Frame == 4 ? 6 : 4;
            var spacing = item.Frame == 1 ? new PixelSpacing(0.30799999, 0.154) : PixelSpacing.Unit;
            var (pixels, labels) = (new byte[width * 2], new byte[width * 2]);
            (pixels[1], labels[0], labels[item.Frame == 2 ? 2 : 1]) = (255, 1, 1);
            return new EchoPair(item, EchoImage.FromBytes(width, 2, pixels, spacing), new AnatomyMask(width, 2, labels, spacing));
        }
    }

    private sealed class Direct(Action<InspectProgress> report) : IProgress<InspectProgress>
    {
        public void Report(InspectProgress value) => report(value);
    }
}
