using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Sampling;
using EchoSynth.Synthesis;
using EchoSynth.Tests.Support;
using EchoSynth.Translation;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Translation;

public sealed class DomainTranslatorTests : IDisposable
{
    private readonly EchoModel _model = Tiny.Model();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void FromMasksAloneItIsTheSamplersImageOfTheFramedMask()
    {
        _model.Framing = new FramingOptions { Extent = FrameExtent.Sector };
        using var translator = new DomainTranslator(_model);
        var domain = new Domain(LabelMap.Structures);
        var translated = translator.Translate(domain, domain.Items[1], 5);
        var framed = FrameGeometry.Frame(domain.Load(domain.Items[1]), Tiny.Size, _model.Framing);
        using var sampler = new Sampler(_model);
        Assert.Equal(sampler.Generate(framed.Pair.Mask, 5).Pixels, translated.Image.Pixels);
        Assert.Equal(framed.Geometry, translated.Geometry);
        Assert.Equal(framed.Pair.Image.Pixels, translated.Recording.Pixels);
        Assert.Equal((40, 40), (translated.Geometry.Restore(translated.Image).Width, translated.Geometry.Restore(translated.Image).Height));
    }

    [Fact]
    public void GuidedItStartsFromTheRecording()
    {
        using var translator = new DomainTranslator(_model, new DomainTranslatorOptions { Strength = 0.5 });
        var domain = new Domain(LabelMap.Structures);
        var translated = translator.Translate(domain, domain.Items[0], 5);
        using var sampler = new Sampler(_model);
        var request = new SampleRequest(translated.Mask, 5) { Source = translated.Recording, Strength = 0.5 };
        Assert.Equal(sampler.Generate([request])[0].Image.Pixels, translated.Image.Pixels);
        Assert.NotEqual(sampler.Generate(translated.Mask, 5).ToUInt16(), translated.Image.ToUInt16());
    }

    [Fact]
    public void MissingStructuresAreCompletedKeptOrRefused()
    {
        var domain = new Domain([AnatomyLabel.LeftVentricle]);
        using (var refusing = new DomainTranslator(_model, new DomainTranslatorOptions { Missing = MissingStructures.Refuse }))
            Named(() => refusing.Translate(domain, domain.Items[0], 1), "annotates LeftVentricle", "Myocardium, LeftAtrium", "complete masks or to keep");
        using (var without = new DomainTranslator(_model))
        {
            Assert.Equal([AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium], without.MissingIn(domain));
            Named(() => without.Translate(domain, domain.Items[0], 1), "give a shape model");
            Named(() => without.Sources(domain, "."), "give a shape model");
            Named(() => without.Translate(domain), "give a shape model");
        }
        using (var keeping = new DomainTranslator(_model, new DomainTranslatorOptions { Missing = MissingStructures.Keep }))
            Assert.Equal(0, keeping.Translate(domain, domain.Items[0], 1).Mask.Count(AnatomyLabel.Myocardium));
        using var completing = new DomainTranslator(_model, new DomainTranslatorOptions { Completer = new Walls() });
        var translated = completing.Translate(domain, domain.Items[0], 1);
        Assert.True(translated.Mask.Count(AnatomyLabel.Myocardium) > 0);

        static void Named(Action action, params string[] parts)
        {
            var message = Assert.Throws<ArgumentException>(action).Message;
            Assert.All(parts, p => Assert.Contains(p, message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void ACompleterIsGivenTheSectorAndNothingIsAddedOutsideIt()
    {
        var domain = new Domain([AnatomyLabel.LeftVentricle]) { Marked = false };
        var (image, mask) = (domain.Load(domain.Items[0]).Image, domain.Load(domain.Items[0]).Mask);
        Assert.False(mask.HasSector);
        var completer = new Flood();
        using var translator = new DomainTranslator(_model, new DomainTranslatorOptions { Completer = completer });
        var translated = translator.Translate(domain, domain.Items[0], 1);
        Assert.Equal(mask.WithSector(SectorDetector.Detect(image)).Labels, Assert.Single(completer.Given).Labels);
        var (dark, labels) = (translated.Recording.Pixels.ToArray(), translated.Mask.Labels.ToArray());
        Assert.InRange(dark.Count(p => p == 0), 20, labels.Length / 2);
        Assert.All(labels.Where((_, i) => dark[i] == 0), label => Assert.Equal(0, label));
        Assert.True(translated.Mask.Count(AnatomyLabel.Myocardium) > 20);
    }

    [Fact]
    public void NothingIsMissingForAModelThatNeverKnewIt()
    {
        using var lv = new EchoModel(new EchoSynth.Denoisers.SpadeUNetDenoiser(Tiny.SpadeOptions with { MaskChannels = 2 }), Tiny.Size, mask: new MaskEncoding { Labels = [AnatomyLabel.LeftVentricle] });
        using var translator = new DomainTranslator(lv);
        Assert.Empty(translator.MissingIn(new Domain([AnatomyLabel.LeftVentricle])));
    }

    [Fact]
    public void WhatCannotBeCompletedIsLeftOutAndTold()
    {
        var domain = new Domain([AnatomyLabel.LeftVentricle]);
        using var translator = new DomainTranslator(_model, new DomainTranslatorOptions { Completer = new Walls { Failing = "d1" } });
        var told = new List<SkippedItem>();
        var made = translator.Translate(domain, seed: 3, skipped: told.Add).ToArray();
        Assert.Equal(["d0", "d2"], made.Select(m => m.Source.Id));
        Assert.Equal([new SkippedItem("d1", "d1 has no wall.")], told);
        Assert.Equal(SyntheticDataset.SeedOf(3, "d2", 0), made[1].Seed);
    }

    [Fact]
    public void ASetOfTranslationsIsWhatSingleOnesAre()
    {
        var folder = Tiny.TemporaryFolder();
        try
        {
            var domain = new Domain([AnatomyLabel.LeftVentricle]);
            using var translator = new DomainTranslator(_model, new DomainTranslatorOptions { Completer = new Walls { Failing = "d1" }, Strength = 0.5 });
            var result = SyntheticDataset.Write(_model, translator.Sources(domain, "/data"), folder, new SyntheticDatasetOptions { Strength = 0.5, Seed = 8 });
            Assert.Equal((2, 1), (result.Made, result.Skipped.Count));
            var single = translator.Translate(domain, domain.Items[2], SyntheticDataset.SeedOf(8, "d2", 0));
            Assert.Equal(single.Image.ToBytes(), PngCodec.Read(Path.Combine(folder, $"d2_s{single.Seed}.png")).ToBytes());
            Assert.Contains("\"source\":\"masks/d2_gt.png\"", File.ReadAllText(Path.Combine(folder, "manifest.jsonl")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void OptionsOutOfRangeAreNamed()
    {
        Assert.Throws<OptionsValidationException>(() => new DomainTranslator(_model, new DomainTranslatorOptions { Strength = 0 }));
        Assert.Throws<OptionsValidationException>(() => new DomainTranslator(_model, new DomainTranslatorOptions { Strength = double.NaN }));
        Assert.Throws<OptionsValidationException>(() => new DomainTranslator(_model, new DomainTranslatorOptions { Missing = (MissingStructures)9 }));
    }

    /// <summary>Another scanner's recordings, larger than the model's images.</summary>
    private sealed class Domain(IReadOnlyList<AnatomyLabel> annotated) : IEchoDataset
    {
        public string Name => "domain";

        public IReadOnlyList<EchoItem> Items { get; } = [.. Enumerable.Range(0, 3).Select(i => new EchoItem($"d{i}", $"d{i}", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Unassigned, $"/data/d{i}.png", $"/data/masks/d{i}_gt.png"))];

        public IReadOnlyList<AnatomyLabel> Annotated => annotated;

        /// <summary>False for masks that mark no sector, of recordings that show a fan.</summary>
        public bool Marked { get; init; } = true;

        public EchoPair Load(EchoItem item)
        {
            var full = Tiny.Mask(item.Id[1] - '0', 40);
            var labels = full.Labels.ToArray().Select(l => l == 4 || annotated.Contains((AnatomyLabel)l) ? l : (byte)4).ToArray();
            var grey = full.Labels.ToArray().Select((l, i) => Marked || Math.Abs(i % 40 - 20) <= 3 + i / 40 / 2 ? (5 - l) / 10f : 0).ToArray();
            return new EchoPair(item, new EchoImage(40, 40, grey, full.Spacing), new AnatomyMask(40, 40, Marked ? labels : [.. labels.Select(l => (byte)(l == 4 ? 0 : l))], full.Spacing));
        }
    }

    /// <summary>Puts a wall beside the cavity.</summary>
    private sealed class Walls : IAnatomyCompleter
    {
        private int _calls;

        public string Identity => "walls";

        public string? Failing { get; init; }

        public AnatomyMask Complete(AnatomyMask mask, IReadOnlyList<AnatomyLabel> annotated, EchoView view, CardiacPhase phase)
        {
            Assert.Equal([AnatomyLabel.LeftVentricle], annotated);
            if (Failing is not null && _calls++ % 3 == 1)
                throw new AnatomyCompletionException($"{Failing} has no wall.");
            var labels = mask.Labels.ToArray();
            for (var i = 0; i < labels.Length - 4; i++)
            {
                if (mask.Labels[i] == 1 && labels[i + 4] == 4)
                    labels[i + 4] = 2;
            }
            return new AnatomyMask(mask.Width, mask.Height, labels, mask.Spacing);
        }
    }

    /// <summary>Fills with wall whatever a mask leaves free: inside its sector where it marks one.</summary>
    private sealed class Flood : IAnatomyCompleter
    {
        public string Identity => "flood";

        public List<AnatomyMask> Given { get; } = [];

        public AnatomyMask Complete(AnatomyMask mask, IReadOnlyList<AnatomyLabel> annotated, EchoView view, CardiacPhase phase)
        {
            Given.Add(mask);
            var free = mask.HasSector ? 4 : 0;
            return new AnatomyMask(mask.Width, mask.Height, mask.Labels.ToArray().Select(l => l == free ? (byte)2 : l).ToArray(), mask.Spacing);
        }
    }
}
