using System.Text.Json.Nodes;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Imaging;
using EchoSynth.Sampling;
using EchoSynth.Tests.Sampling;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Checkpoints;

public sealed class MaskEncodingTests
{
    private static readonly AnatomyMask Mask = new(5, 1, [0, 1, 2, 3, 4]);

    [Theory]
    [InlineData("1 2 3", true, "0 1 0 0 0 | 0 0 1 0 0 | 0 0 0 1 0 | 0 1 1 1 1")]
    [InlineData("1 2 3", false, "0 1 0 0 0 | 0 0 1 0 0 | 0 0 0 1 0")]
    [InlineData("1", true, "0 1 0 0 0 | 0 1 1 1 1")]
    [InlineData("3 1", true, "0 0 0 1 0 | 0 1 0 0 0 | 0 1 1 1 1")]
    [InlineData("2", false, "0 0 1 0 0")]
    public void EachLabelIsAChannelInItsOrder(string labels, bool sector, string expected)
    {
        var encoding = new MaskEncoding { Labels = [.. labels.Split(' ').Select(l => (AnatomyLabel)byte.Parse(l))], Sector = sector };
        var channels = new float[encoding.Channels * 5];
        channels.AsSpan().Fill(7);
        encoding.Encode(Mask, channels);
        Assert.Equal(expected, string.Join(" | ", channels.Chunk(5).Select(c => string.Join(' ', c))));
    }

    [Fact]
    public void EncodingsWithTheSameChannelsAreEqual()
    {
        MaskEncoding first = new() { Labels = [AnatomyLabel.LeftAtrium, AnatomyLabel.LeftVentricle] }, second = new() { Labels = [.. first.Labels] };
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, first with { Sector = false });
        Assert.NotEqual(first, first with { Labels = [AnatomyLabel.LeftVentricle, AnatomyLabel.LeftAtrium] });
        Assert.Equal(new MaskEncoding(), new MaskEncoding { Labels = [AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium] });
        Assert.Equal("LeftAtrium, LeftVentricle, Sector", first.ToString());
        AnatomyLabel[] mine = [AnatomyLabel.LeftVentricle];
        var copy = new MaskEncoding { Labels = mine };
        mine[0] = AnatomyLabel.Sector;
        Assert.Equal([AnatomyLabel.LeftVentricle], copy.Labels);
    }

    [Fact]
    public void EachDomainIsAChannelAfterTheOthers()
    {
        var encoding = new MaskEncoding { Labels = [AnatomyLabel.LeftVentricle], Domains = ["a", "b"] };
        var channels = new float[encoding.Channels * 5];
        encoding.Encode(Mask, channels, "b");
        Assert.Equal("0 1 0 0 0 | 0 1 1 1 1 | 0 0 0 0 0 | 1 1 1 1 1", string.Join(" | ", channels.Chunk(5).Select(c => string.Join(' ', c))));
        Assert.NotEqual(encoding, encoding with { Domains = ["b", "a"] });
        Assert.Equal(encoding, encoding with { Domains = ["a", "b"] });
        Assert.Equal("LeftVentricle, Sector, domain 'a', domain 'b'", encoding.ToString());
    }

    [Theory]
    [InlineData("a,a")]
    [InlineData("a,")]
    public void WrongDomainsAreRefused(string names)
    {
        using var net = new SpadeUNetDenoiser(Tiny.SpadeOptions);
        var error = Assert.Throws<OptionsValidationException>(() => new EchoModel(net, 16, mask: new MaskEncoding { Domains = names.Split(',') }));
        Assert.Contains("at most 32 different names of 1 to 64 characters", error.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => new MaskEncoding { Domains = [.. Enumerable.Range(0, 33).Select(i => $"{i}")] }.Validate());
    }

    [Theory]
    [InlineData("", "Labels is [];")]
    [InlineData("1 1", "Labels is [LeftVentricle, LeftVentricle];")]
    [InlineData("0 1", "Labels is [Background, LeftVentricle];")]
    [InlineData("4", "Labels is [Sector];")]
    [InlineData("9", "Labels is [9];")]
    public void WrongLabelsAreRefusedWhereverTheyEnter(string labels, string message)
    {
        var mask = new MaskEncoding { Labels = [.. labels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(l => (AnatomyLabel)byte.Parse(l))] };
        void Refused(Func<object> action)
        {
            var failure = Assert.Single(Assert.Throws<OptionsValidationException>(action).Failures);
            Assert.StartsWith(message, failure, StringComparison.Ordinal);
            Assert.Contains("LeftVentricle, Myocardium, LeftAtrium", failure);
        }

        using var net = new SpadeUNetDenoiser(Tiny.SpadeOptions);
        Refused(() => new EchoModel(net, 16, mask: mask));
        Refused(() => ModelPreset.Small64.CreateModel(1, mask));
        Refused(() => ModelPreset.Small64.CreateNoiseModel(1, mask: mask));
        Refused(() => ModelPreset.Small64.CreateDiscriminator(1, mask: mask));
    }

    [Fact]
    public void NullLabelsAreRefusedToo()
    {
        using var net = new SpadeUNetDenoiser(Tiny.SpadeOptions);
        Assert.Contains("Labels is null", Assert.Throws<OptionsValidationException>(() => new EchoModel(net, 16, mask: new MaskEncoding { Labels = null! })).Message);
    }

    [Fact]
    public void AModelOfOneLabelTrainsRoundTripsAndMakesImages()
    {
        var folder = Tiny.TemporaryFolder();
        var mask = new MaskEncoding { Labels = [AnatomyLabel.LeftVentricle] };
        using var model = new EchoModel(new SpadeUNetDenoiser(Tiny.SpadeOptions with { MaskChannels = 2 }), Tiny.Size, mask: mask);
        using (var patch = new EchoSynth.Discriminators.PatchDiscriminator(Tiny.PatchOptions with { MaskChannels = 2 }))
        using (var trainer = new Trainer(model, patch, Tiny.Training(2)))
            trainer.Train(Tiny.Data(), folder);
        using var back = EchoModel.Load(folder);
        Assert.Equal(mask, back.Mask);
        Assert.Equal(["leftVentricle"], Config(folder)["mask"]!["labels"]!.AsArray().Select(l => (string?)l));
        using var sampler = new Sampler(back);
        var image = sampler.Generate(Tiny.Mask(), 5);
        Assert.Equal(Tiny.Size, image.Width);

        // A label without a channel is to the model what the rest of the sector is.
        var labels = Tiny.Mask().Labels.ToArray();
        for (var i = 0; i < labels.Length; i++)
            labels[i] = labels[i] is 2 or 3 ? (byte)4 : labels[i];
        Assert.Equal(image.Pixels.ToArray(), sampler.Generate(new AnatomyMask(Tiny.Size, Tiny.Size, labels), 5).Pixels.ToArray());
    }

    [Fact]
    public void AConfigurationFromBeforeTheLabelsLoads()
    {
        var folder = Tiny.TemporaryFolder();
        SamplerTests.Model().Save(folder);
        Edit(folder, config => Assert.True(config["mask"]!.AsObject().Remove("labels")));
        using (var model = EchoModel.Load(folder))
            Assert.Equal(new MaskEncoding(), model.Mask);
    }

    [Theory]
    [InlineData("[\"leftVentricle\", \"leftVentricle\"]", "each at most once")]
    [InlineData("[]", "Labels is []")]
    [InlineData("null", "not a valid ModelConfig")]
    [InlineData("[\"spleen\"]", "not a valid ModelConfig")]
    [InlineData("[\"sector\"]", "Labels is [Sector]; it must be one of LeftVentricle, Myocardium, LeftAtrium.")]
    [InlineData("[\"leftVentricle\"]", "takes 4 mask channels; the mask encoding makes 2 (LeftVentricle, Sector).")]
    public void WrongLabelsInAModelFolderAreRefusedWithTheFile(string labels, string reason)
    {
        var folder = Tiny.TemporaryFolder();
        SamplerTests.Model().Save(folder);
        Edit(folder, config => config["mask"]!["labels"] = JsonNode.Parse(labels));
        var message = Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder)).Message;
        Assert.StartsWith(Path.Combine(folder, "config.json"), message, StringComparison.Ordinal);
        Assert.Contains(reason, message);
    }

    private static JsonObject Config(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();

    private static void Edit(string folder, Action<JsonObject> edit)
    {
        var config = Config(folder);
        edit(config);
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
    }
}
