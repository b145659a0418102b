using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Features;

public class FeatureCacheTests
{
    [Fact]
    public void Results_are_the_same_to_the_bit_with_and_without_a_cache()
    {
        using var folder = new TestFolder();
        var (plain, cache) = (Rows(new FeatureCache(null).Extract(new RadiomicExtractor(), Pairs.Some(70))), new FeatureCache(folder.Root));
        Assert.Equal(plain, Rows(cache.Extract(new RadiomicExtractor(), Pairs.Some(70))));
        Assert.Equal((0, 70), (cache.Hits, cache.Extracted));
        Assert.Equal(plain, Rows(cache.Extract(new RadiomicExtractor(), Pairs.Some(70))));
        Assert.Equal((70, 70), (cache.Hits, cache.Extracted));

        var other = new FeatureCache(folder.Root);
        Assert.Equal(Rows(new FeatureCache(null).Extract(new RadiomicExtractor(), Pairs.Some(90, 20))), Rows(other.Extract(new RadiomicExtractor(), Pairs.Some(90, 20))));
        Assert.Equal((50, 40), (other.Hits, other.Extracted));
        Assert.Empty(other.Problems);
    }

    [Fact]
    public void The_set_carries_what_the_extractor_says()
    {
        var set = new FeatureCache(null).Extract(new RadiomicExtractor(), Pairs.Some(3));
        Assert.Equal(("radiomic", 3, 81, true), (set.Extractor, set.Count, set.Length, set.Standardise));
        Assert.Equal(new RadiomicExtractor().FeatureNames, set.Names);
    }

    [Fact]
    public void Equal_images_are_extracted_once_and_one_other_bit_is_another_image()
    {
        var (extractor, cache, reported) = (new Counting(), new FeatureCache(null), new List<FeatureProgress>());
        var set = cache.Extract(extractor, [.. Pairs.Some(40), .. Pairs.Some(40)], new Direct(reported));
        Assert.Equal((40, 40, 40), (extractor.Seen, cache.Hits, cache.Extracted));
        Assert.Equal(new FeatureProgress(80, 40), reported[^1]);
        for (var i = 0; i < 40; i++)
            Assert.Equal(set[i].ToArray(), set[i + 40].ToArray());

        var (image, mask) = (Fixture.Image(16, 16), Fixture.Mask(16, 16));
        var (pixels, labels) = (image.Pixels.ToArray(), mask.Labels.ToArray());
        pixels[7] = MathF.BitIncrement(pixels[7]);
        labels[9] ^= 1;
        extractor = new Counting();
        new FeatureCache(null).Extract(extractor, [
            Pairs.Of(image, mask), Pairs.Of(new EchoImage(16, 16, pixels), mask), Pairs.Of(image, new AnatomyMask(16, 16, labels)),
            Pairs.Of(new EchoImage(8, 32, image.Pixels), new AnatomyMask(8, 32, mask.Labels)), Pairs.Of(new EchoImage(16, 16, image.Pixels, new PixelSpacing(2, 2)), mask, "b")]);
        Assert.Equal(4, extractor.Seen);
    }

    [Fact]
    public void A_cancelled_run_keeps_what_it_did()
    {
        using var folder = new TestFolder();
        using var stop = new CancellationTokenSource();
        IEnumerable<EchoPair> Until(int count)
        {
            foreach (var pair in Pairs.Some(200))
            {
                if (count-- == 0)
                    stop.Cancel();
                yield return pair;
            }
        }
        Assert.Throws<OperationCanceledException>(() => new FeatureCache(folder.Root).Extract(new Counting(), Until(70), null, stop.Token));
        var (extractor, cache) = (new Counting(), new FeatureCache(folder.Root));
        cache.Extract(extractor, Pairs.Some(200));
        Assert.Equal((64, 136, 136), (cache.Hits, cache.Extracted, extractor.Seen));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1500)]
    public void A_truncated_end_is_made_again(int cut)
    {
        using var folder = new TestFolder();
        var (plain, file) = (Filled(folder), Directory.GetFiles(folder.Root).Single());
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^cut]);
        Mended(folder, plain, hits => Assert.InRange(hits, 0, 39));
        Assert.Equal(bytes.Length, new FileInfo(file).Length);
        Mended(folder, plain, hits => Assert.Equal(40, hits));
    }

    [Fact]
    public void A_changed_byte_anywhere_changes_no_result()
    {
        using var folder = new TestFolder();
        var (plain, file) = (Filled(folder), Directory.GetFiles(folder.Root).Single());
        var bytes = File.ReadAllBytes(file);
        for (var at = 0; at < bytes.Length; at += at < 60 ? 1 : 97)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(file, damaged);
            Mended(folder, plain, hits => Assert.InRange(hits, 0, 39));
        }
        File.WriteAllBytes(file, [.. bytes, .. bytes]);
        Mended(folder, plain, hits => Assert.Equal(40, hits));
        File.WriteAllBytes(file, []);
        Mended(folder, plain, hits => Assert.Equal(0, hits));
    }

    [Fact]
    public void Another_version_of_an_extractor_has_its_own_rows()
    {
        using var folder = new TestFolder();
        Filled(folder);
        var cache = new FeatureCache(folder.Root);
        cache.Extract(new Counting { Fingerprint = "counting/2" }, Pairs.Some(40));
        Assert.Equal(0, cache.Hits);
        // The same name with another fingerprint inside is replaced.
        var files = Directory.GetFiles(folder.Root);
        Assert.Equal(2, files.Length);
        File.Copy(files[0], files[1], overwrite: true);
        var (one, two) = (new FeatureCache(folder.Root), new FeatureCache(folder.Root));
        one.Extract(new Counting(), Pairs.Some(40));
        two.Extract(new Counting { Fingerprint = "counting/2" }, Pairs.Some(40));
        Assert.Equal(40, one.Hits + two.Hits);
    }

    [Fact]
    public void A_second_user_of_the_file_works_without_it_and_says_so()
    {
        using var folder = new TestFolder();
        var (outer, inner) = (new FeatureCache(folder.Root), new FeatureCache(folder.Root));
        FeatureSet? second = null;
        IEnumerable<EchoPair> Interrupted()
        {
            foreach (var pair in Pairs.Some(40))
            {
                second ??= inner.Extract(new Counting(), Pairs.Some(40));
                yield return pair;
            }
        }
        var first = outer.Extract(new Counting(), Interrupted());
        Assert.Equal(Rows(first), Rows(second!));
        Assert.Empty(outer.Problems);
        Assert.Contains("neither looked up nor kept", Assert.Single(inner.Problems), StringComparison.Ordinal);
        Mended(folder, Rows(first), hits => Assert.Equal(40, hits));
    }

    [Fact]
    public void A_folder_that_cannot_be_is_a_problem_but_no_error()
    {
        using var folder = new TestFolder();
        var cache = new FeatureCache(Path.Combine(folder.Write("file", "x"), "below"));
        Assert.Equal(3, cache.Extract(new Counting(), Pairs.Some(3)).Count);
        Assert.Single(cache.Problems);
    }

    [Fact]
    public void What_an_extractor_does_wrong_is_said_and_not_kept()
    {
        using var folder = new TestFolder();
        void Wrong(Func<int, double[]> row, string message, int drop = 0) => Fixture.Throws<InvalidOperationException>(
            () => new FeatureCache(folder.Root).Extract(new Counting { Row = row, Drop = drop }, Pairs.Some(40)), "'counting'", message);
        Wrong(i => [i, double.NaN], "feature 1 of 'image0'");
        Wrong(i => [i, i == 5 ? 1e21 : 0], "1E+21");
        Wrong(i => i == 5 ? [1] : [1, 2], "one length");
        Wrong(_ => [], "one length");
        Wrong(_ => [1], "31 rows for 32 images", drop: 1);
        Fixture.Throws<ArgumentException>(() => new FeatureCache(folder.Root).Extract(new Counting(), []), "no images");
        Fixture.Throws<ArgumentException>(() => new FeatureCache(null).Extract(new Counting(), [Pairs.Of(Fixture.Image(16, 16), Fixture.Mask(17, 16))]), "17 × 16");
        var cache = new FeatureCache(folder.Root);
        cache.Extract(new Counting(), Pairs.Some(40));
        Assert.Equal(0, cache.Hits);
    }

    private static double[][] Filled(TestFolder folder) => Rows(new FeatureCache(folder.Root).Extract(new Counting(), Pairs.Some(40)));

    private static void Mended(TestFolder folder, double[][] plain, Action<int> hits)
    {
        var cache = new FeatureCache(folder.Root);
        Assert.Equal(plain, Rows(cache.Extract(new Counting(), Pairs.Some(40))));
        Assert.Empty(cache.Problems);
        hits(cache.Hits);
    }

    private static double[][] Rows(FeatureSet set) => [.. Enumerable.Range(0, set.Count).Select(r => set[r].ToArray())];

    private sealed class Direct(List<FeatureProgress> reported) : IProgress<FeatureProgress>
    {
        public void Report(FeatureProgress value) => reported.Add(value);
    }

    [Fact]
    public void Caches_joined_are_one_and_what_is_damaged_is_named()
    {
        using var folder = new TestFolder();
        string In(string name) => Path.Combine(folder.Root, name);
        new FeatureCache(In("a")).Extract(new RadiomicExtractor(), Pairs.Some(40));
        new FeatureCache(In("b")).Extract(new RadiomicExtractor(), Pairs.Some(40, 30));
        new FeatureCache(In("b")).Extract(new Counting(), Pairs.Some(3));
        Assert.Equal(40 + 30 + 3, FeatureCache.Merge(In("all"), [In("a"), In("b")]));
        Assert.Equal(0, FeatureCache.Merge(In("all"), [In("b"), In("a")]));
        var cache = new FeatureCache(In("all"));
        Assert.Equal(Rows(new FeatureCache(null).Extract(new RadiomicExtractor(), Pairs.Some(70))), Rows(cache.Extract(new RadiomicExtractor(), Pairs.Some(70))));
        Assert.Equal((70, 0), (cache.Hits, cache.Extracted));

        var file = Directory.GetFiles(In("a")).Single();
        var bytes = File.ReadAllBytes(file);
        Throws(bytes[..^1], "record 39", "cut short or damaged");
        bytes[^20] ^= 1;
        Throws(bytes, "record 39", "cut short or damaged");
        Throws([1, 2, 3], "header", "no file of features");
        Throws([], "header", "no file of features");

        void Throws(byte[] content, params string[] parts)
        {
            File.WriteAllBytes(file, content);
            var message = Assert.Throws<EchoFormatException>(() => FeatureCache.Merge(In("other"), [In("a")])).Message;
            Assert.All([file, .. parts], p => Assert.Contains(p, message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Rows_of_another_length_do_not_begin_a_joined_cache_anew()
    {
        using var folder = new TestFolder();
        string In(string name) => Path.Combine(folder.Root, name);
        new FeatureCache(In("a")).Extract(new Counting { Row = _ => [1, 2] }, Pairs.Some(3));
        new FeatureCache(In("b")).Extract(new Counting { Row = _ => [1, 2, 3] }, Pairs.Some(3, 3));
        FeatureCache.Merge(In("all"), [In("a")]);
        var before = File.ReadAllBytes(Directory.GetFiles(In("all")).Single());
        Assert.Contains("its rows have 3 features", Assert.Throws<EchoFormatException>(() => FeatureCache.Merge(In("all"), [In("b")])).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Directory.GetFiles(In("all")).Single()));
    }

    private sealed class Counting : IFeatureExtractor
    {
        public int Seen { get; private set; }

        public Func<int, double[]>? Row { get; init; }

        public int Drop { get; init; }

        public string Name => "counting";

        public IReadOnlyList<string>? FeatureNames => null;

        public string Fingerprint { get; init; } = "counting/1";

        public bool Standardise => false;

        public double[][] Extract(IReadOnlyList<EchoPair> pairs)
        {
            Assert.InRange(pairs.Count, 1, 32);
            Seen += pairs.Count;
            return [.. pairs.Skip(Drop).Select((p, i) => Row?.Invoke(i) ?? [p.Image.Pixels.ToArray().Sum(v => (double)v), p.Mask.Width, Math.PI * p.Image.Pixels[3]])];
        }
    }
}
