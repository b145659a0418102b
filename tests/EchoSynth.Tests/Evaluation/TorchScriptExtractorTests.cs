using System.Text.Json;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Evaluation;

/// <summary>Against Python's torch (Reference/TorchScript, made by make_torchscript.py).</summary>
public sealed class TorchScriptExtractorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Features_equal_those_of_pytorch(int index)
    {
        var reference = JsonSerializer.Deserialize<Reference[]>(File.ReadAllText(At("torchscript.json")), JsonSerializerOptions.Web)![index];
        using var extractor = new TorchScriptExtractor(At(reference.File), new TorchScriptOptions
        {
            Channels = reference.Channels, InputSize = reference.Size, Range = reference.Range, Mean = reference.Mean, Deviation = reference.Deviation,
        });
        var rows = extractor.Extract([Pair(64, 64, 0), Pair(40, 52, 3)]);
        for (var r = 0; r < 2; r++)
        {
            Assert.Equal(reference.Rows[r].Length, rows[r].Length);
            Assert.All(reference.Rows[r].Zip(rows[r]), v => Assert.Equal(v.First, v.Second, 1e-5 * Math.Max(1, Math.Abs(v.First))));
        }
        Assert.Equal(($"torchscript:{reference.File}", null, false), (extractor.Name, extractor.FeatureNames, extractor.Standardise));
        Assert.Equal(rows[1], extractor.Extract([Pair(40, 52, 3)])[0]);
    }

    [Fact]
    public void The_fingerprint_knows_the_file_and_every_option()
    {
        var options = new TorchScriptOptions { InputSize = 32 };
        var all = new[] { options, options with { InputSize = 33 }, options with { Channels = 1 }, options with { Range = TorchScriptRange.ZeroTo255 }, options with { Mean = [0.5] }, options with { Deviation = [1, 1, 2] } }
            .Select(o => Fingerprint("features.pt", o)).Append(Fingerprint("maps.pt", options)).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Fingerprint("features.pt", options with { }));
    }

    [Theory]
    [InlineData("both.pt", "not one tensor")]
    [InlineData("flat.pt", "[1, 6, 225] of [1, 3, 32, 32]")]
    public void Another_output_is_an_error_that_names_the_file_and_what_was_found(string file, string found)
    {
        using var extractor = new TorchScriptExtractor(At(file), new TorchScriptOptions { InputSize = 32 });
        var error = Assert.Throws<EchoFormatException>(() => extractor.Extract([Pair(32, 32, 0)]));
        Assert.Equal((At(file), "output"), (error.Path, error.Field));
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_does_not_suit_the_network_is_an_error_that_names_the_file()
    {
        using var extractor = new TorchScriptExtractor(At("features.pt"), new TorchScriptOptions { Channels = 1, InputSize = 32 });
        Assert.Contains("cannot take [1, 1, 32, 32]", Assert.Throws<EchoFormatException>(() => extractor.Extract([Pair(32, 32, 0)])).Message, StringComparison.Ordinal);
        using var small = new TorchScriptExtractor(At("maps.pt"), new TorchScriptOptions { Channels = 1, InputSize = 8 });
        Assert.Equal(5, small.Extract([Pair(16, 16, 0)])[0].Length);
    }

    [Theory]
    [InlineData("weights.pt")]
    [InlineData("torchscript.json")]
    public void What_is_not_torchscript_is_an_error_that_says_what_would_be_right(string file)
    {
        var error = Assert.Throws<EchoFormatException>(() => new TorchScriptExtractor(At(file)));
        Assert.Equal(At(file), error.Path);
        Assert.Contains("torch.jit.save", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_file_and_none_at_all_are_errors()
    {
        var folder = Directory.CreateTempSubdirectory("echosynth-");
        try
        {
            var file = Path.Combine(folder.FullName, "cut.pt");
            var bytes = File.ReadAllBytes(At("features.pt"));
            foreach (var length in new[] { 0, 4, bytes.Length / 2, bytes.Length - 30 })
            {
                File.WriteAllBytes(file, bytes[..length]);
                Assert.Equal(file, Assert.Throws<EchoFormatException>(() => new TorchScriptExtractor(file)).Path);
            }
            Assert.Throws<EchoFormatException>(() => new TorchScriptExtractor(Path.Combine(folder.FullName, "none.pt")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void All_wrong_options_are_listed()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new TorchScriptExtractor(At("features.pt"), new TorchScriptOptions
        {
            InputSize = 7, Channels = 2, Mean = [1, 2, 3, 4], Deviation = [0], Batch = 0,
        }));
        Assert.Equal(5, error.Failures.Count());
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var extractor = new TorchScriptExtractor(At("features.pt"), new TorchScriptOptions { InputSize = 32 });
        extractor.Extract([Pair(40, 52, 3)]);
        var before = TorchSharp.torch.Tensor.TotalCount;
        extractor.Extract([Pair(40, 52, 3), Pair(64, 64, 1)]);
        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }

    private static string Fingerprint(string file, TorchScriptOptions options)
    {
        using var extractor = new TorchScriptExtractor(At(file), options);
        return extractor.Fingerprint;
    }

    private static string At(string file) => Path.Combine(AppContext.BaseDirectory, "Reference", "TorchScript", file);

    /// <summary>The same formula as image() in make_torchscript.py.</summary>
    private static EchoPair Pair(int width, int height, int k)
    {
        var grey = Enumerable.Range(0, width * height).Select(i => (X: i % width, Y: i / width)).Select(p => (byte)((p.X * p.X + 5 * p.Y + 11 * (p.X * p.Y % 23) + 17 * k) % 256)).ToArray();
        return new EchoPair(
            new EchoItem("a", "a", EchoView.FourChamber, CardiacPhase.Unknown, DatasetSplit.Training, "", ""),
            EchoImage.FromBytes(width, height, grey),
            new AnatomyMask(width, height, new byte[width * height]));
    }

    private sealed record Reference(string File, int Channels, int Size, TorchScriptRange Range, double[] Mean, double[] Deviation, double[][] Rows);
}
