using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Synthesis;
using EchoSynth.Tests.Support;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Synthesis;

public sealed class SyntheticDatasetTests : SyntheticSets
{
    [Fact]
    public void ARestartMakesWhatIsMissingAndNothingElse()
    {
        var options = new SyntheticDatasetOptions { Count = 9 };
        Write("whole", options);
        var files = Hashes("whole");
        using (var stop = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() => SyntheticDataset.Write(Model, Sources(), In("stopped"), options, new Each(p =>
            {
                if (p.Done == 4)
                    stop.Cancel();
            }), stop.Token));
        }
        Assert.False(File.Exists(In("stopped", "manifest.jsonl")));
        // A killed process leaves half a line, too.
        File.AppendAllText(In("stopped", ".manifest.journal"), "{\"index\":4,\"fi");
        var result = Write("stopped", options);
        Assert.Equal((5, 4), (result.Made, result.Kept));
        AssertSame("whole", "stopped");

        // One file gone, one mask changed, one image changed: these three are made again.
        var images = Directory.GetFiles(In("whole"), "*.png").Where(f => !f.EndsWith("_gt.png", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        File.Delete(images[0]);
        File.WriteAllBytes(images[1].Replace(".png", "_gt.png", StringComparison.Ordinal), [1]);
        File.WriteAllBytes(images[2], [1, 2]);
        result = Write("whole", options);
        Assert.Equal((3, 6), (result.Made, result.Kept));
        Assert.Equal(files, Hashes("whole"));
        Assert.Equal(0, Write("whole", options).Made);
    }

    [Fact]
    public void TheBytesAreThoseOfOneImageDrawnAndWrittenAfterTheOther()
    {
        Write("set", new SyntheticDatasetOptions { Count = 6, Seed = 2 });
        using var sampler = new EchoSynth.Sampling.Sampler(Model);
        var sources = Sources();
        for (var i = 0; i < 6; i++)
        {
            var seed = SyntheticDataset.SeedOf(2, sources[i % 4].Item.Id, i / 4);
            var made = sampler.Generate([new EchoSynth.Sampling.SampleRequest(sources[i % 4].Load().Mask, seed)])[0];
            PngCodec.Write(In("image.png"), made.Image);
            PngCodec.WriteMask(In("mask.png"), made.Mask);
            var stem = $"{sources[i % 4].Item.Id}_s{seed}";
            Assert.Equal((Hash(In("image.png")), Hash(In("mask.png"))), (Hash(In("set", stem + ".png")), Hash(In("set", stem + "_gt.png"))));
        }
    }

    [Fact]
    public void AFileThatCannotBeWrittenEndsTheWorkAndARestartGoesOnBehindIt()
    {
        Write("whole", new SyntheticDatasetOptions());
        var sources = Sources();
        var blocked = In("set", $"{sources[2].Item.Id}_s{SyntheticDataset.SeedOf(0, sources[2].Item.Id, 0)}.png");
        SyntheticDataset.Write(Model, sources, In("set"), new SyntheticDatasetOptions { Shard = new Shard(4, 4) });
        foreach (var file in Directory.GetFiles(In("set")))
            File.Delete(file);
        // A folder of the file's name; and the mask after it is damaged, which is found while that one is written.
        File.WriteAllText(In("set", "dataset.json"), File.ReadAllText(In("whole", "dataset.json")));
        Directory.CreateDirectory(Path.Combine(blocked, "in the way"));
        sources[3] = sources[3] with { Load = () => throw new EchoFormatException("mask 3", null, "is cut short.") };
        var error = Assert.Throws<IOException>(() => SyntheticDataset.Write(Model, sources, In("set")));
        Assert.Contains(blocked, error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(In("set", ".manifest.journal")).Length);
        Directory.Delete(blocked, true);
        Assert.Throws<EchoFormatException>(() => SyntheticDataset.Write(Model, sources, In("set")));
        Assert.Equal(3, File.ReadAllLines(In("set", ".manifest.journal")).Length);
        var result = Write("set", new SyntheticDatasetOptions());
        Assert.Equal((1L, 3L), (result.Made, result.Kept));
        AssertSame("whole", "set");
    }

    [Fact]
    public void WhatIsReportedIsOnTheDiskAndNothingElse()
    {
        var seen = new List<long>();
        SyntheticDataset.Write(Model, Sources(), In("set"), new SyntheticDatasetOptions { Count = 6 }, new Each(p =>
        {
            seen.Add(p.Done);
            Assert.Equal(2 * p.Done, Directory.GetFiles(In("set"), "patient*").Length);
            Assert.Equal(2 * p.Done, Directory.GetFiles(In("set"), "*.png").Length);
        }));
        Assert.Equal([1, 2, 3, 4, 5, 6], seen);
    }

    [Fact]
    public void ABatchIsWrittenSideBySideAndNotedInOrderUpToTheFirstError()
    {
        var sources = Sources();
        var files = new SynthesisFiles(SynthesisLayout.Png, sources);
        using var sampler = new EchoSynth.Sampling.Sampler(Model);
        var pieces = SynthesisJob.List(sources, 8, 0, Shard.Whole).Select(job =>
        {
            var input = job.Source.Load();
            var entry = new SynthesisEntry
            {
                Index = job.Index, File = files.Image(job), Mask = files.Mask(job), Source = "", Id = job.Source.Item.Id, Patient = "", View = "", Phase = "", Split = "", Seed = job.Seed, Model = "", Options = [],
            };
            return new SynthesisPiece(job, entry, input) { Made = sampler.Generate([new EchoSynth.Sampling.SampleRequest(input.Mask, job.Seed)])[0] };
        }).ToArray();
        Directory.CreateDirectory(In("set"));
        Directory.CreateDirectory(In("set", pieces[5].Entry.File!, "in the way"));
        using (var manifest = new SynthesisManifest(In("set"), Shard.Whole))
        {
            var writer = new SynthesisWriter(manifest, files, In("set"), SynthesisGrid.Model);
            Assert.Null(writer.Join());
            writer.Begin(pieces);
            Assert.Throws<IOException>(() => writer.Join());
            writer.Begin(pieces[6..]);
            Assert.Equal([6L, 7], writer.Join()!.Select(e => e.Index));
            Assert.Null(writer.Join());
        }
        Assert.Equal([0L, 1, 2, 3, 4, 6, 7], SynthesisManifest.Read(In("set", ".manifest.journal")).Select(e => e.Index));
    }

    [Fact]
    public void AManifestLineSaysAllThatAnImageIsMadeFrom()
    {
        Write("set", new SyntheticDatasetOptions { Count = 5, Seed = 9 });
        var lines = File.ReadAllLines(In("set", "manifest.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(5, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            string Text(string name) => line.GetProperty(name).GetString()!;
            Assert.Equal(i, line.GetProperty("index").GetInt64());
            var id = $"patient{i % 4 / 2 + 1:0000}_4CH_{(i % 2 == 0 ? "ED" : "ES")}";
            Assert.Equal((id, $"masks/{id}_gt.png"), (Text("id"), Text("source")));
            Assert.Equal(SyntheticDataset.SeedOf(9, id, i / 4), line.GetProperty("seed").GetInt64());
            Assert.Equal($"{id}_s{line.GetProperty("seed").GetInt64()}.png", Text("file"));
            Assert.Equal(("patient0001", "4CH", "training"), (lines[0].GetProperty("patient").GetString(), Text("view"), Text("split")));
            Assert.Equal(Model.WeightsHash(), Text("model"));
            Assert.Equal(Hash(In("set", Text("file"))), Text("sha256"));
            Assert.Equal(Hash(In("set", Text("mask"))), Text("maskSha256"));
            Assert.True(line.GetProperty("synthetic").GetBoolean());
            Assert.Equal(4, line.GetProperty("options").GetProperty("steps").GetInt32());
            var geometry = line.GetProperty("geometry");
            Assert.Equal((32, 24, 16), (geometry.GetProperty("sourceWidth").GetInt32(), geometry.GetProperty("sourceHeight").GetInt32(), geometry.GetProperty("size").GetInt32()));
            Assert.Equal(FrameGeometry.Frame(Recording(i % 4), Tiny.Size).Geometry, SynthesisEntry.Parse(File.ReadAllLines(In("set", "manifest.jsonl"))[i])!.Geometry);
        }
        var card = File.ReadAllText(In("set", "README.md"));
        foreach (var part in new[] { "**Synthetic.**", "| 4CH | ED | training | 3 |", "| 4CH | ES | training | 2 |", "5 images of 2 synthetic patients, made from 4 masks of 2 patients", Model.WeightsHash(), "seed 9", "steps 4" })
            Assert.Contains(part, card, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryRoundIsNewPatientsInTheLayoutsOfCamus()
    {
        Write("camus", new SyntheticDatasetOptions { Count = 8, Layout = SynthesisLayout.CamusNifti });
        var camus = CamusDataset.Open(In("camus"));
        Assert.Equal(["patient0001", "patient0002", "patient0003", "patient0004"], camus.Patients.Order(StringComparer.Ordinal));
        Assert.Equal(8, camus.Items.Count);
        Assert.All(camus.Items, i => Assert.Equal(DatasetSplit.Training, i.Split));
        var info = camus.ReadInfo("patient0003", EchoView.FourChamber);
        Assert.Equal((1, 2, 2, "true"), (info.EndDiastole, info.EndSystole, info.FrameCount, info.Other["Synthetic"]));
        // The first round's image of a mask is that of the other layouts.
        Write("png", new SyntheticDatasetOptions { Count = 8 });
        var png = FolderDataset.Open(In("png"));
        var first = png.Load(png.Items.Single(i => i.Id == $"patient0002_4CH_ES_s{SyntheticDataset.SeedOf(0, "patient0002_4CH_ES", 0)}"));
        Assert.Equal(first.Image.ToBytes(), camus.Load(camus.Items.Single(i => i.Id == "patient0002_4CH_ES")).Image.ToBytes());
    }

    [Fact]
    public void OnTheSourcesGridTheImageHasItsSizeAndSpacing()
    {
        Write("grid", new SyntheticDatasetOptions { Grid = SynthesisGrid.Source, Layout = SynthesisLayout.Nifti });
        var set = FolderDataset.Open(In("grid"));
        var (_, image, mask) = set.Load(set.Items[0]);
        var source = Recording(0);
        Assert.Equal((32, 24, source.Image.Spacing), (image.Width, image.Height, image.Spacing));
        Assert.Equal((32, 24), (mask.Width, mask.Height));
        Assert.Equal(source.Mask.Count(AnatomyLabel.LeftVentricle), mask.Count(AnatomyLabel.LeftVentricle), 60.0);
        Assert.Contains("no other grid", Assert.Throws<ArgumentException>(() => SyntheticDataset.Write(Model, MasksAlone(), In("alone"), new SyntheticDatasetOptions { Grid = SynthesisGrid.Source })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeMadeIsLeftOutAndRecorded()
    {
        var sources = Sources().Select((s, i) => i == 2 ? s with { Load = () => throw new AnatomyCompletionException("no ventricle to complete.") } : s).ToArray();
        var whole = SyntheticDataset.Write(Model, sources, In("whole"), new SyntheticDatasetOptions { Count = 8 });
        Assert.Equal((6, 2), (whole.Made, whole.Skipped.Count));
        Assert.All(whole.Skipped, s => Assert.Equal("patient0002_4CH_ED: no ventricle to complete.", s));
        Assert.Equal(6, File.ReadAllLines(In("whole", "manifest.jsonl")).Length);
        Assert.Equal(2, File.ReadAllLines(In("whole", "skipped.jsonl")).Length);
        Assert.Contains("2 could not be made: no ventricle", File.ReadAllText(In("whole", "README.md")), StringComparison.Ordinal);
        foreach (var i in new[] { 1, 2 })
            SyntheticDataset.Write(Model, sources, In("shards"), new SyntheticDatasetOptions { Count = 8, Shard = new Shard(i, 2) });
        Assert.Equal(6, SyntheticDataset.Merge(In("shards")));
        AssertSame("whole", "shards");
        var again = SyntheticDataset.Write(Model, sources, In("whole"), new SyntheticDatasetOptions { Count = 8 });
        Assert.Equal((0L, 6L, 2), (again.Made, again.Kept, again.Skipped.Count));
    }

    [Fact]
    public void NothingIsWrittenAmongOtherFiles()
    {
        Directory.CreateDirectory(In("real", "database_nifti"));
        var message = Assert.Throws<IOException>(() => Write("real", new SyntheticDatasetOptions { Layout = SynthesisLayout.CamusNifti })).Message;
        Assert.Contains("is not empty and holds no synthetic data set ('database_nifti')", message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(In("real"), "*", SearchOption.AllDirectories));
        Directory.CreateDirectory(In("empty"));
        Assert.Equal(4, Write("empty", new SyntheticDatasetOptions()).Made);
    }

    [Fact]
    public void AMaskThatWasExchangedUnderItsNameIsDrawnAgain()
    {
        var options = new SyntheticDatasetOptions();
        Write("set", options);
        var sources = Sources();
        (sources[0], sources[1]) = (sources[0] with { Load = sources[1].Load }, sources[1] with { Load = sources[0].Load });
        var result = SyntheticDataset.Write(Model, sources, In("set"), options);
        Assert.Equal((2L, 2L), (result.Made, result.Kept));
    }

    [Fact]
    public void WhatMasksWerePreparedByIsPartOfTheSet()
    {
        var options = new SyntheticDatasetOptions { Facts = new Dictionary<string, string> { ["missing"] = "complete" }, Shard = new Shard(1, 2) };
        Write("set", options);
        var other = options with { Facts = new Dictionary<string, string> { ["missing"] = "keep" }, Shard = new Shard(2, 2) };
        Assert.Contains("options.missing is complete here and would be keep", Assert.Throws<EchoFormatException>(() => Write("set", other)).Message, StringComparison.Ordinal);
        Assert.Contains("name of an option", Assert.Throws<ArgumentException>(() => Write("other", options with { Facts = new Dictionary<string, string> { ["steps"] = "9" } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherNumberOfThreadsIsAnotherSet()
    {
        var threads = TorchSharp.torch.get_num_threads();
        try
        {
            TorchSharp.torch.set_num_threads(1);
            Write("set", new SyntheticDatasetOptions { Shard = new Shard(1, 2) });
            TorchSharp.torch.set_num_threads(2);
            Assert.Contains("options.threads is 1 here and would be 2", Assert.Throws<EchoFormatException>(() => Write("set", new SyntheticDatasetOptions { Shard = new Shard(2, 2) })).Message, StringComparison.Ordinal);
        }
        finally
        {
            TorchSharp.torch.set_num_threads(threads);
        }
    }

    [Fact]
    public void ASetMayGrowButNotBecomeAnother()
    {
        Write("set", new SyntheticDatasetOptions { Count = 4 });
        var grown = Write("set", new SyntheticDatasetOptions { Count = 6 });
        Assert.Equal((2L, 4L), (grown.Made, grown.Kept));
        Write("six", new SyntheticDatasetOptions { Count = 6 });
        AssertSame("six", "set");
        Assert.Contains("count is 6 here and would be 5", Assert.Throws<EchoFormatException>(() => Write("set", new SyntheticDatasetOptions { Count = 5 })).Message, StringComparison.Ordinal);
        Assert.Contains("seed is 0 here and would be 7", Assert.Throws<EchoFormatException>(() => Write("set", new SyntheticDatasetOptions { Count = 6, Seed = 7 })).Message, StringComparison.Ordinal);
        AssertSame("six", "set");
    }

    [Fact]
    public void HalfWrittenFilesOfAKilledProcessAreSweptAway()
    {
        Write("clean", new SyntheticDatasetOptions { Layout = SynthesisLayout.CamusMetaImage });
        foreach (var shard in new[] { 1, 2 })
            Write("swept", new SyntheticDatasetOptions { Layout = SynthesisLayout.CamusMetaImage, Shard = new Shard(shard, 2) });
        File.WriteAllText(In("swept", $"README.md.{Guid.NewGuid():N}.tmp"), "half");
        File.WriteAllText(In("swept", "training", "patient0001", $"patient0001_4CH_ED.zraw.{Guid.NewGuid():N}.tmp"), "half");
        File.WriteAllText(In("swept", ".manifest-1-of-3.journal"), "");
        SyntheticDataset.Merge(In("swept"));
        AssertSame("clean", "swept");
    }

    [Fact]
    public void AManifestOfAnotherSetThanTheDescriptionIsFoundOut()
    {
        Write("seed0", new SyntheticDatasetOptions());
        Write("seed7", new SyntheticDatasetOptions { Seed = 7 });
        File.Copy(In("seed7", "dataset.json"), In("seed0", "dataset.json"), overwrite: true);
        Assert.Contains("of another set than dataset.json", Assert.Throws<EchoFormatException>(() => SyntheticDataset.Merge(In("seed0"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedMasksEndTheWorkUnlessTheyMayBeLeftOut()
    {
        var sources = Sources();
        sources[1] = sources[1] with { Load = () => throw new EchoFormatException("mask 1", null, "is cut short.") };
        Assert.Throws<EchoFormatException>(() => SyntheticDataset.Write(Model, sources, In("set")));
        var result = SyntheticDataset.Write(Model, sources, In("set"), new SyntheticDatasetOptions { SkipDamaged = true });
        Assert.Equal((2L, 1L, 1), (result.Made, result.Kept, result.Skipped.Count));
        Assert.Contains("is cut short", File.ReadAllText(In("set", "skipped.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void GuidanceNeedsARecordingAndIdsNameNoOtherFolder()
    {
        Assert.Contains("no recording to be guided by", Assert.Throws<ArgumentException>(() => Write("a", new SyntheticDatasetOptions { Strength = 0.5 })).Message, StringComparison.Ordinal);
        var one = Sources()[0];
        foreach (var id in new[] { "../escaped", "a/b", "", new string('x', 181) })
            Assert.Contains("cannot name files", Assert.Throws<ArgumentException>(() => SyntheticDataset.Write(Model, [one with { Item = one.Item with { Id = id } }], In("b"))).Message, StringComparison.Ordinal);
        SyntheticDataset.Write(Model, [one with { Item = one.Item with { Id = new string('x', 180) } }], In("c"), new SyntheticDatasetOptions { Layout = SynthesisLayout.Nifti });
        Assert.False(Directory.Exists(In("escaped")));
    }

    [Fact]
    public void TwoProcessesCannotMakeOneShard()
    {
        Write("set", new SyntheticDatasetOptions());
        using var other = new FileStream(In("set", ".manifest.journal"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("another process", Assert.Throws<IOException>(() => Write("set", new SyntheticDatasetOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MasksOfOneNameOrWithoutAViewAreNamed()
    {
        var one = Sources()[0];
        Assert.Contains("patient0001_4CH_ED", Assert.Throws<ArgumentException>(() => SyntheticDataset.Write(Model, [one, one], In("a"))).Message, StringComparison.Ordinal);
        var unknown = one with { Item = one.Item with { View = EchoView.Unknown } };
        Assert.Contains("needs a two- or four-chamber view", Assert.Throws<ArgumentException>(() => SyntheticDataset.Write(Model, [unknown], In("b"), new SyntheticDatasetOptions { Layout = SynthesisLayout.CamusNifti })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SyntheticDataset.Write(Model, [], In("c")));
        Assert.Throws<OptionsValidationException>(() => Write("d", new SyntheticDatasetOptions { Count = 0, Strength = 0 }));
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }
}
