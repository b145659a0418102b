using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Synthesis;

namespace EchoSynth.Tests.Synthesis;

public sealed class ShardTests : SyntheticSets
{
    [Theory]
    [InlineData(SynthesisLayout.Png)]
    [InlineData(SynthesisLayout.Nifti)]
    [InlineData(SynthesisLayout.CamusNifti)]
    [InlineData(SynthesisLayout.CamusMetaImage)]
    public void ShardsJoinedAreTheWholeByteForByte(SynthesisLayout layout)
    {
        var options = new SyntheticDatasetOptions { Count = 11, Seed = 4, Layout = layout };
        Write("whole", options);
        foreach (var i in new[] { 3, 1, 2 })
            Write("shards", options with { Shard = new Shard(i, 3) });
        Assert.Equal(11, SyntheticDataset.Merge(In("shards")));
        AssertSame("whole", "shards");
        // Joining again checks again.
        Assert.Equal(11, SyntheticDataset.Merge(In("shards")));
        AssertSame("whole", "shards");
    }

    /// <summary>manifest.jsonl says that a set is joined, so it comes last: a joining that ends before it is begun anew.</summary>
    [Fact]
    public void AJoiningThatEndedBeforeTheManifestIsBegunAnew()
    {
        var sources = Sources();
        sources[1] = sources[1] with { Load = () => throw new EchoFormatException("mask.png", null, "is damaged.") };
        foreach (var i in new[] { 1, 2 })
            SyntheticDataset.Write(Model, sources, In("set"), new SyntheticDatasetOptions { SkipDamaged = true, Shard = new Shard(i, 2) });
        var manifest = In("set", "manifest.jsonl");
        Directory.CreateDirectory(manifest); // nothing can be written there
        Assert.ThrowsAny<Exception>(() => SyntheticDataset.Merge(In("set")));
        Assert.Single(File.ReadAllLines(In("set", "skipped.jsonl")));
        Directory.Delete(manifest);
        Assert.Equal(3, SyntheticDataset.Merge(In("set")));
        Assert.Single(File.ReadAllLines(In("set", "skipped.jsonl")));
    }

    [Fact]
    public void JoiningNamesWhatIsMissingAndChangesNothing()
    {
        var options = new SyntheticDatasetOptions { Count = 7 };
        Write("shards", options with { Shard = new Shard(1, 4) });
        Write("shards", options with { Shard = new Shard(3, 4) });
        Throws("shards 2, 4 of 4 are missing");
        Write("shards", options with { Shard = new Shard(2, 4) });
        Write("shards", options with { Shard = new Shard(4, 4) });
        var manifest = In("shards", "manifest-3-of-4.jsonl");
        var lines = File.ReadAllLines(manifest);
        File.WriteAllLines(manifest, lines[..1]);
        Throws("6 of 7 images are there", "number 6 (shard 3 of 4)");
        File.WriteAllLines(manifest, lines[1..]);
        Throws("image number 2 of 7 is missing (shard 3 of 4)");
        File.WriteAllLines(manifest, [lines[0], lines[0], lines[1]]);
        Throws("image number 2 is listed twice");
        File.WriteAllLines(manifest, lines);
        var image = In("shards", JsonDocument.Parse(lines[0]).RootElement.GetProperty("file").GetString()!);
        var bytes = File.ReadAllBytes(image);
        File.WriteAllBytes(image, [.. bytes, 0]);
        Throws(image, "SHA-256 differs");
        File.Delete(image);
        Throws(image, "gone");
        File.WriteAllBytes(image, bytes);
        File.WriteAllText(manifest, lines[0].Replace(Path.GetFileName(image), "../" + Path.GetFileName(image), StringComparison.Ordinal) + "\n" + lines[1] + "\n");
        Throws("outside the folder");
        File.WriteAllLines(manifest, lines);
        Assert.False(File.Exists(In("shards", "manifest.jsonl")));
        Assert.Equal(7, SyntheticDataset.Merge(In("shards")));

        void Throws(params string[] parts)
        {
            var message = Assert.Throws<EchoFormatException>(() => SyntheticDataset.Merge(In("shards"))).Message;
            Assert.All(parts, p => Assert.Contains(p, message, StringComparison.Ordinal));
            Assert.False(File.Exists(In("shards", "manifest.jsonl")));
            Assert.False(File.Exists(In("shards", "README.md")));
        }
    }

    [Fact]
    public void DamagedDescriptionsAndManifestsAreNamed()
    {
        foreach (var i in new[] { 1, 2 })
            Write("set", new SyntheticDatasetOptions { Count = 4, Shard = new Shard(i, 2) });
        var (description, manifest) = (In("set", "dataset.json"), In("set", "manifest-1-of-2.jsonl"));
        var (wholeDescription, wholeManifest) = (File.ReadAllBytes(description), File.ReadAllBytes(manifest));
        foreach (var damaged in new[] { "", "{", "null", "[]", "{\"name\": 3}", "{}", new string(' ', 2 << 20) })
            Throws(description, damaged, wholeDescription);
        foreach (var damaged in new[] { "", "{\"index\":0}\n", new string('x', 2 << 20), "\u0000\n" })
            Throws(manifest, damaged, wholeManifest);
        Assert.Equal(4, SyntheticDataset.Merge(In("set")));

        void Throws(string path, string content, byte[] whole)
        {
            File.WriteAllText(path, content);
            Assert.Contains(In("set"), Assert.Throws<EchoFormatException>(() => SyntheticDataset.Merge(In("set"))).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(In("set", "manifest.jsonl")));
            File.WriteAllBytes(path, whole);
        }
    }

    [Fact]
    public void ShardsOfAnotherSetAreRefused()
    {
        var options = new SyntheticDatasetOptions { Count = 4, Shard = new Shard(1, 2) };
        Write("set", options);
        Assert.Contains("another synthetic data set", Assert.Throws<EchoFormatException>(() => Write("set", options with { Seed = 1, Shard = new Shard(2, 2) })).Message, StringComparison.Ordinal);
        Assert.Contains("another synthetic data set", Assert.Throws<EchoFormatException>(() => SyntheticDataset.Write(Model, Sources().Take(3).ToArray(), In("set"), options with { Shard = new Shard(2, 2) })).Message, StringComparison.Ordinal);
        Assert.Throws<EchoFormatException>(() => SyntheticDataset.Merge(In("nothing")));
    }

    [Fact]
    public async Task ShardsMayBeginAtTheSameMoment()
    {
        var threads = TorchSharp.torch.get_num_threads(); // which is part of a set; a pool's thread may have kept that of another test
        for (var round = 0; round < 5; round++)
        {
            var name = $"together{round}";
            await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Task.Run(() =>
            {
                TorchSharp.torch.set_num_threads(threads);
                Write(name, new SyntheticDatasetOptions { Shard = new Shard(i, 4) });
            })));
            Assert.Equal(4, SyntheticDataset.Merge(In(name)));
        }
    }

    [Theory]
    [InlineData(10, 1, 3, 4)]
    [InlineData(10, 2, 3, 3)]
    [InlineData(10, 3, 3, 3)]
    [InlineData(1, 2, 2, 0)]
    [InlineData(7, 1, 1, 7)]
    public void AShardKnowsHowManyImagesItHas(long count, int index, int shards, long expected)
    {
        Assert.Equal(expected, SynthesisJob.CountOf(count, new Shard(index, shards)));
        Assert.Equal(expected, SynthesisJob.List(Sources(), count, 0, new Shard(index, shards)).LongCount());
    }

    [Theory]
    [InlineData("1/1", true)]
    [InlineData("2/8", true)]
    [InlineData("0/8", false)]
    [InlineData("9/8", false)]
    [InlineData("1", false)]
    [InlineData("a/b", false)]
    [InlineData("1/2/3", false)]
    [InlineData("-1/2", false)]
    public void AShardIsOneOfSome(string text, bool legal) => Assert.Equal(legal ? text : null, Shard.Parse(text)?.ToString());

    [Fact]
    public void AFinishedShardIsKeptAndItsDamageMended()
    {
        var options = new SyntheticDatasetOptions { Count = 7, Shard = new Shard(2, 3) };
        Assert.Equal(2, Write("set", options).Made);
        var (before, at) = (Hashes("set"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var image = Directory.GetFiles(In("set"), "*.png")[0];
        foreach (var file in Directory.GetFiles(In("set"), "*.png"))
            File.SetLastWriteTimeUtc(file, at);
        Assert.Equal((0L, 2L), Counts(Write("set", options)));
        Assert.All(Directory.GetFiles(In("set"), "*.png"), f => Assert.Equal(at, File.GetLastWriteTimeUtc(f)));
        File.Delete(image);
        Assert.Equal((1L, 1L), Counts(Write("set", options)));
        Assert.Equal(before, Hashes("set"));
    }

    [Fact]
    public void AShardStartedAfterTheJoiningChangesNothing()
    {
        var options = new SyntheticDatasetOptions { Count = 7 };
        foreach (var i in new[] { 1, 2 })
            Write("set", options with { Shard = new Shard(i, 2) });
        SyntheticDataset.Merge(In("set"));
        var before = Hashes("set");
        Assert.Equal((0L, 3L), Counts(Write("set", options with { Shard = new Shard(2, 2) })));
        Assert.Equal((0L, 1L), Counts(Write("set", options with { Shard = new Shard(5, 5) })));
        Assert.Equal(before, Hashes("set"));
        // Image 1 is of shard 2.
        var image = In("set", JsonDocument.Parse(File.ReadAllLines(In("set", "manifest.jsonl"))[1]).RootElement.GetProperty("file").GetString()!);
        File.WriteAllBytes(image, [1]);
        Assert.Equal((0L, 4L), Counts(Write("set", options with { Shard = new Shard(1, 2) })));
        var message = Assert.Throws<EchoFormatException>(() => Write("set", options with { Shard = new Shard(2, 2) })).Message;
        Assert.Contains($"image number 1 ({Path.GetFileName(image)}) is missing or not as it was made", message, StringComparison.Ordinal);
        Assert.Equal([1], File.ReadAllBytes(image));
        Assert.Equal((1L, 6L), Counts(Write("set", options)));
        Assert.Equal(before, Hashes("set"));
    }

    [Fact]
    public void AFinishedShardIsNotMadeOverByAnotherDivision()
    {
        var options = new SyntheticDatasetOptions { Count = 7 };
        Write("set", options with { Shard = new Shard(2, 3) });
        var before = Hashes("set");
        Assert.Contains("shard 2/3 is finished here, and shard 1/8 would be made over its images", Assert.Throws<EchoFormatException>(() => Write("set", options with { Shard = new Shard(1, 8) })).Message, StringComparison.Ordinal);
        Assert.Contains("shard 2/3 is finished here, and the whole would", Assert.Throws<EchoFormatException>(() => Write("set", options)).Message, StringComparison.Ordinal);
        Assert.Contains("count is 7 here and would be 9", Assert.Throws<EchoFormatException>(() => Write("set", options with { Count = 9, Shard = new Shard(2, 3) })).Message, StringComparison.Ordinal);
        Assert.Equal(before, Hashes("set"));
    }

    [Fact]
    public void AFinishedShardIsNotMadeOverFromOtherMasks()
    {
        var options = new SyntheticDatasetOptions { Shard = new Shard(1, 2) };
        Write("set", options);
        var (before, sources) = (Hashes("set"), Sources());
        Throws(sources[0] with { Load = sources[1].Load }, $"image number 0 ('{sources[0].Item.Id}')", $"what {sources[0].Path} holds is another mask than it was");
        Throws(sources[0] with { Item = sources[0].Item with { Split = DatasetSplit.Testing } }, "split is training here and would be testing");
        Assert.Equal((0L, 2L), Counts(Write("set", options)));

        void Throws(SynthesisSource first, params string[] parts)
        {
            var message = Assert.Throws<EchoFormatException>(() => SyntheticDataset.Write(Model, [first, .. sources[1..]], In("set"), options)).Message;
            Assert.All(parts, p => Assert.Contains(p, message, StringComparison.Ordinal));
            Assert.Equal(before, Hashes("set").Where(f => !f.Key.EndsWith(".journal", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void JoiningNamesAllThatIsDamaged()
    {
        foreach (var i in new[] { 1, 2, 3 })
            Write("set", new SyntheticDatasetOptions { Count = 6, Shard = new Shard(i, 3) });
        string Named(int shard, int line, string what) => JsonDocument.Parse(File.ReadAllLines(In("set", $"manifest-{shard}-of-3.jsonl"))[line]).RootElement.GetProperty(what).GetString()!;
        File.Delete(In("set", Named(1, 1, "file")));
        File.AppendAllText(In("set", Named(3, 0, "mask")), "x");
        var message = Assert.Throws<EchoFormatException>(() => SyntheticDataset.Merge(In("set"))).Message;
        foreach (var part in new[] { "2 files are gone or not those that were made", $"{Named(1, 1, "file")} (gone)", $"{Named(3, 0, "mask")} (its SHA-256 differs)", "run the commands of shards 1, 3 of 3 again" })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.False(File.Exists(In("set", "manifest.jsonl")));
        foreach (var i in new[] { 1, 3 })
            Assert.Equal(1, Write("set", new SyntheticDatasetOptions { Count = 6, Shard = new Shard(i, 3) }).Made);
        Assert.Equal(6, SyntheticDataset.Merge(In("set")));
    }

    /// <summary>Twenty thousand lines, all of the same files: what is held of them while they are joined does not grow.</summary>
    [Fact]
    public void JoiningHoldsNoManifestInMemory()
    {
        const int Images = 20_000, Shards = 4;
        Write("one", new SyntheticDatasetOptions { Count = 1 });
        var line = SynthesisEntry.Parse(File.ReadAllLines(In("one", "manifest.jsonl"))[0])!;
        Directory.CreateDirectory(In("set"));
        foreach (var file in new[] { line.File!, line.Mask!, "dataset.json" })
            File.Copy(In("one", file), In("set", file));
        File.WriteAllText(In("set", "dataset.json"), File.ReadAllText(In("set", "dataset.json")).Replace("\"count\": 1,", $"\"count\": {Images},", StringComparison.Ordinal));
        for (var shard = 1; shard <= Shards; shard++)
        {
            SynthesisManifest.Write(In("set", $"manifest-{shard}-of-{Shards}.jsonl"), Enumerable.Range(0, Images).Where(i => i % Shards == shard - 1)
                .Select(i => line with { Index = i, Seed = SyntheticDataset.SeedOf(0, line.Id, i / 4) }));
        }
        var (early, late) = (0L, 0L);
        Assert.Equal(Images, SyntheticDataset.Merge(In("set"), new Each(p =>
        {
            if (p.Done == 1000)
                early = GC.GetTotalMemory(forceFullCollection: true);
            else if (p.Done == Images)
                late = GC.GetTotalMemory(forceFullCollection: true);
        })));
        var manifest = In("set", "manifest.jsonl");
        Assert.Equal(Images, File.ReadLines(manifest).Count());
        Assert.True(late - early < 1 << 20, $"{late - early} bytes more after {Images} images than after 1000; the manifest has {new FileInfo(manifest).Length}");
        // And what it would be, were they held.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var held = SynthesisManifest.Read(manifest).ToArray();
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before > 10 << 20);
        Assert.Equal(Images, held.Length);
    }

    private static (long Made, long Kept) Counts(SyntheticDatasetResult result) => (result.Made, result.Kept);
}
