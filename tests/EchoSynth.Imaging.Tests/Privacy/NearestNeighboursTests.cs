using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Privacy;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Privacy;

public class NearestNeighboursTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(7, 130, 5)]
    [InlineData(131, 61, 1)]
    [InlineData(66, 125, 100)]
    public void They_are_those_of_comparing_every_pair(int queries, int references, int count)
    {
        var (q, r) = (Images(queries, 37, 29, 1), Images(references, 37, 29, 2));
        var found = NearestNeighbours.Find(RowSet.Of(q), RowSet.Of(r), new NearestOptions { Neighbours = count });
        for (var i = 0; i < queries; i++)
        {
            var expected = r.Select((image, j) => new Neighbour(j, Distance(q[i], image))).OrderBy(n => n.Distance).Take(count).ToArray();
            Assert.Equal(expected.Select(n => n.Index), found[i].Select(n => n.Index));
            Assert.All(expected.Zip(found[i]), p => Assert.Equal(p.First.Distance, p.Second.Distance, 1e-9));
        }
    }

    [Fact]
    public void Equal_images_have_distance_zero_and_an_image_is_no_neighbour_of_itself()
    {
        var images = Images(70, 128, 128, 3);
        images[41] = new EchoImage(128, 128, images[7].Pixels);
        var across = NearestNeighbours.Find(RowSet.Of(images), RowSet.Of(images), new NearestOptions { Neighbours = 2 });
        Assert.Equal([new Neighbour(7, 0), new Neighbour(41, 0)], across[41]);
        var within = NearestNeighbours.Find(RowSet.Of(images), RowSet.Of(images), new NearestOptions { Neighbours = 1, ExcludeSame = true });
        Assert.Equal((new Neighbour(41, 0), new Neighbour(7, 0)), (within[7][0], within[41][0]));
        Assert.All(within.Where((_, i) => i is not (7 or 41)), n => Assert.True(n[0].Distance > 1));
        Assert.Empty(NearestNeighbours.Find(RowSet.Of(images[..1]), RowSet.Of(images[..1]), new NearestOptions { ExcludeSame = true })[0]);
    }

    [Fact]
    public void Features_of_any_magnitude_are_searched()
    {
        var random = new Random(4);
        FeatureSet Set(int count, double offset) => new("test", [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 33).Select(_ => 1e16 * (offset + random.NextDouble())).ToArray())]);
        var (q, r) = (Set(20, 1000), Set(90, 1000));
        var found = NearestNeighbours.Find(RowSet.Of(q), RowSet.Of(r), new NearestOptions { Neighbours = 1 });
        for (var i = 0; i < q.Count; i++)
        {
            var expected = Enumerable.Range(0, r.Count).MinBy(j => Enumerable.Range(0, 33).Sum(k => (q[i][k] - r[j][k]) * 1e-16 * ((q[i][k] - r[j][k]) * 1e-16)));
            Assert.Equal(expected, found[i][0].Index);
            Assert.True(double.IsFinite(found[i][0].Distance));
        }
    }

    [Fact]
    public void Wrong_input_is_refused_and_a_search_can_be_stopped()
    {
        var (a, b) = (RowSet.Of(Images(2, 20, 15, 1)), RowSet.Of(Images(2, 15, 20, 1)));
        Fixture.Throws<ArgumentException>(() => NearestNeighbours.Find(a, b), "20 × 15 and 15 × 20");
        Fixture.Throws<ArgumentException>(() => RowSet.Of([Fixture.Image(20, 15), Fixture.Image(15, 20)]), "20 × 15", "15 × 20");
        Fixture.Throws<ArgumentException>(() => RowSet.Of(Array.Empty<EchoImage>()), "no images");
        Fixture.Throws<ArgumentException>(() => NearestNeighbours.Find(a, a, new NearestOptions { Neighbours = 0, MaxThreads = -1 }), "Neighbours is 0", "MaxThreads is -1");
        Fixture.Throws<ArgumentException>(() => NearestNeighbours.Find(a, RowSet.Of(new FeatureSet("f", [[1.0]]))), "Images and features");
        var (done, stop) = (new List<int>(), new CancellationTokenSource());
        var many = RowSet.Of(Images(200, 20, 15, 5));
        NearestNeighbours.Find(many, many, new NearestOptions { MaxThreads = 1 }, new Said(p => done.Add(p.Done)));
        Assert.Equal([64, 128, 192, 200], done);
        Assert.ThrowsAny<OperationCanceledException>(() => NearestNeighbours.Find(many, many, new NearestOptions { MaxThreads = 1 }, new Said(_ => stop.Cancel()), stop.Token));
    }

    private static EchoImage[] Images(int count, int width, int height, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new EchoImage(width, height, [.. Enumerable.Range(0, width * height).Select(_ => random.NextSingle())]))];
    }

    private static double Distance(EchoImage a, EchoImage b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Pixels.Length; i++)
            sum += ((double)a.Pixels[i] - b.Pixels[i]) * ((double)a.Pixels[i] - b.Pixels[i]);
        return Math.Sqrt(sum);
    }

    private sealed class Said(Action<PrivacyProgress> report) : IProgress<PrivacyProgress>
    {
        public void Report(PrivacyProgress value) => report(value);
    }
}
