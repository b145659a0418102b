using System.Collections.Concurrent;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class PairReadingTests
{
    [Fact]
    public void In_order_whatever_is_read_first()
    {
        var dataset = new Slow(20) { Wait = i => i % 3 == 0 ? 20 : 0 };
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), dataset.Read(new PairReadingOptions { Ahead = 7 }).Select(p => p.Item.Id));
    }

    [Fact]
    public void Shuffled_by_seed_anew_every_round()
    {
        string[] Ids(ulong seed) => [.. new Slow(50).Read(new PairReadingOptions { ShuffleSeed = seed, Rounds = 2 }).Select(p => p.Item.Id)];
        var first = Ids(1);
        Assert.Equal(first, Ids(1));
        Assert.NotEqual(first, Ids(2));
        Assert.NotEqual(first[..50], first[50..]);
        Assert.All(new[] { first[..50], first[50..] }, round => Assert.Equal(50, round.Distinct().Count()));
        Assert.NotEqual(Enumerable.Range(0, 50).Select(i => $"{i}"), first[..50]);
        Assert.Equal(["4", "3", "5", "0", "2", "1"], new Slow(6).Read(new PairReadingOptions { ShuffleSeed = 1 }).Select(p => p.Item.Id));
    }

    [Fact]
    public void No_more_is_read_ahead_than_asked_for()
    {
        var dataset = new Slow(1000);
        foreach (var pair in dataset.Read(new PairReadingOptions { Ahead = 5, Rounds = null }))
        {
            Assert.InRange(dataset.Loaded.Count, 1, int.Parse(pair.Item.Id, System.Globalization.CultureInfo.InvariantCulture) + 5);
            if (pair.Item.Id == "100")
                break;
        }
        var read = dataset.Loaded.Count;
        Thread.Sleep(50);
        Assert.Equal(read, dataset.Loaded.Count);
    }

    [Fact]
    public void An_error_comes_when_its_pairs_turn_does()
    {
        var seen = new List<string>();
        var error = Assert.Throws<EchoFormatException>(() =>
        {
            foreach (var pair in new Slow(9) { Damaged = 4 }.Read(new PairReadingOptions { Ahead = 8 }))
                seen.Add(pair.Item.Id);
        });
        Assert.Equal(["0", "1", "2", "3"], seen);
        Assert.Equal("file 4", error.Path);
    }

    [Fact]
    public void It_can_be_cancelled_and_has_ranges()
    {
        using var stop = new CancellationTokenSource();
        var seen = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in new Slow(9).Read(cancellationToken: stop.Token))
            {
                if (++seen == 3)
                    stop.Cancel();
            }
        });
        Assert.Equal(3, seen);
        Fixture.Throws<ArgumentException>(() => new Slow(1).Read(new PairReadingOptions { Ahead = 0, Rounds = 0 }), "Ahead", "Rounds");
        Assert.Empty(new Slow(0).Read(new PairReadingOptions { Rounds = null }));
    }

    private sealed class Slow(int count) : IEchoDataset
    {
        public ConcurrentBag<string> Loaded { get; } = [];

        public Func<int, int> Wait { get; init; } = _ => 0;

        public int Damaged { get; init; } = -1;

        public string Name => "slow";

        public IReadOnlyList<EchoItem> Items { get; } = [.. Enumerable.Range(0, count).Select(i => new EchoItem($"{i}", "", EchoView.Unknown, CardiacPhase.Unknown, DatasetSplit.Unassigned, "", ""))];

        public EchoPair Load(EchoItem item)
        {
            var i = int.Parse(item.Id, System.Globalization.CultureInfo.InvariantCulture);
            Thread.Sleep(Wait(i));
            Loaded.Add(item.Id);
            return i == Damaged ? throw new EchoFormatException($"file {i}", null, "is damaged.") : new EchoPair(item, new EchoImage(1, 1, [0f]), new AnatomyMask(1, 1, [0]));
        }
    }
}
