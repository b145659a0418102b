using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Tests.Reference;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Checkpoints;

public sealed class ReferenceWeightsTests
{
    private static readonly NcsnPlusPlusOptions Options = Tiny.NcsnOptions with { Multipliers = [1, 2, 2], BlocksPerLevel = 2, ImageSize = 16, AttentionResolutions = [8], LatentDepth = 2 };
    private readonly string _path = Path.Combine(Tiny.TemporaryFolder(), "reference.safetensors");

    [Fact]
    public void WeightsThatWereWrittenComeBack()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var first = new NcsnPlusPlusDenoiser(Options);
        using var second = new NcsnPlusPlusDenoiser(Options with { InitSeed = 5 });
        PyTorchTwinCase.Wake(first);
        first.SaveReferenceWeights(_path);
        Assert.NotEqual(0, (Run(first) - Run(second)).abs().max().item<float>());

        second.LoadReferenceWeights(_path);

        Assert.Equal(0, (Run(first) - Run(second)).abs().max().item<float>());
        Assert.All(first.state_dict(), p => Assert.True(p.Value.eq(second.state_dict()[p.Key]).all().item<bool>(), p.Key));
    }

    [Theory]
    [InlineData("module.", false)]
    [InlineData("", true)]
    public void APrefixOfParallelTrainingAndHalfPrecisionAreUnderstood(string prefix, bool half)
    {
        using var scope = NewDisposeScope();
        using var first = new NcsnPlusPlusDenoiser(Options);
        using var second = new NcsnPlusPlusDenoiser(Options with { InitSeed = 5 });
        first.SaveReferenceWeights(_path);
        Rewrite(t => t.ToDictionary(p => prefix + p.Key, p => half ? p.Value.to(float16) : p.Value));
        second.LoadReferenceWeights(_path);
        using var frozen = no_grad();
        Assert.All(first.state_dict(), p => Assert.InRange((p.Value - second.state_dict()[p.Key]).abs().max().item<float>(), 0, half ? 1e-3f : 0));
    }

    [Fact]
    public void NamesAreThoseOfTheListInOrderOfConstruction()
    {
        // 16², 3 levels, 2 blocks: 0–1 time, 2 stem, 3–4 blocks, 5 down, 6 pyramid, 7–10 block and attention twice, 11 down, 12 pyramid, 13–14 blocks,
        // 15–17 middle, 18–20 blocks, 21 up, 22–24 blocks, 25 attention, 26 up, 27–29 blocks, 30 norm, 31 head.
        using var scope = NewDisposeScope();
        using var net = new NcsnPlusPlusDenoiser(Options);
        net.SaveReferenceWeights(_path);
        Rewrite(file =>
        {
            (string Name, long[] Shape)[] expected =
            [
                ("z_transform.1.weight", [8, 4]), ("z_transform.3.weight", [8, 8]), ("z_transform.5.bias", [8]),
                ("all_modules.0.weight", [32, 8]), ("all_modules.1.bias", [32]), ("all_modules.2.weight", [8, 5, 3, 3]),
                ("all_modules.3.GroupNorm_0.style.weight", [16, 8]), ("all_modules.3.Dense_0.weight", [8, 32]), ("all_modules.5.Conv_2.weight", [8, 8, 1, 1]),
                ("all_modules.6.Conv2d_0.weight", [8, 5, 3, 3]), ("all_modules.7.Conv_2.weight", [16, 8, 1, 1]), ("all_modules.8.NIN_3.W", [16, 16]),
                ("all_modules.12.Conv2d_0.weight", [16, 8, 3, 3]), ("all_modules.16.GroupNorm_0.weight", [16]), ("all_modules.18.Conv_0.weight", [16, 32, 3, 3]),
                ("all_modules.25.NIN_0.b", [16]), ("all_modules.26.Conv_2.bias", [16]), ("all_modules.29.Conv_1.weight", [8, 8, 3, 3]),
                ("all_modules.30.weight", [8]), ("all_modules.31.weight", [1, 8, 3, 3]),
            ];
            Assert.All(expected, e => Assert.Equal(e.Shape, file[e.Name].shape));
            Assert.DoesNotContain("all_modules.3.Conv_2.weight", file.Keys);
            Assert.DoesNotContain(file.Keys, n => n.StartsWith("all_modules.32.", StringComparison.Ordinal));
            Assert.Equal(net.state_dict().Count, file.Count);
            var w = file["all_modules.8.NIN_1.W"]; // [in, out]
            Assert.True(w.t().eq(net.state_dict()["down_attention.0.key.weight"].squeeze(-1).squeeze(-1)).all().item<bool>());
            return file;
        });
    }

    [Fact]
    public void ThePresetFor256Has548TensorsIn56Modules()
    {
        // Counted by hand: time 4, latent 8, stem 2; down 12 blocks of 10 with 2 shortcuts = 124, 2 attentions 20, 5 down blocks 60, 5 pyramid 10;
        // middle 30; up 18 blocks of 12 = 216, attention 10, 5 up blocks 60; head 4.
        using var net = new NcsnPlusPlusDenoiser();
        var state = net.state_dict();
        var pairs = ReferenceNames.For((NcsnPlusPlusOptions)net.Options, state.ContainsKey);
        Assert.Equal(548, pairs.Count);
        Assert.Equal(state.Keys.Order(StringComparer.Ordinal), pairs.Select(p => p.Ours).Order(StringComparer.Ordinal));
        Assert.Equal(548, pairs.Select(p => p.Theirs).Distinct().Count());
        Assert.Equal(56, pairs.Select(p => p.Theirs.Split('.')).Where(p => p[0] == "all_modules").Select(p => p[1]).Distinct().Count());
        Assert.Equal("all_modules.55.bias", pairs[^1].Theirs);
    }

    [Fact]
    public void EveryTensorThatDoesNotFitIsNamedAndNothingIsLoaded()
    {
        using var scope = NewDisposeScope();
        using var net = new NcsnPlusPlusDenoiser(Options);
        new NcsnPlusPlusDenoiser(Options with { InitSeed = 5 }).SaveReferenceWeights(_path);
        Rewrite(t =>
        {
            t.Remove("all_modules.0.weight");
            t.Remove("all_modules.8.NIN_0.W");
            t["all_modules.32.weight"] = ones(1);
            t["sigmas"] = ones(2);
            t["all_modules.2.bias"] = ones(3);
            t["all_modules.31.bias"] = full([1], float.NaN);
            t["all_modules.30.weight"] = ones([8], int64);
            return t;
        });
        var before = net.state_dict().ToDictionary(p => p.Key, p => p.Value.clone());

        var message = Assert.Throws<ModelFormatException>(() => net.LoadReferenceWeights(_path)).Message;

        Assert.Contains("2 missing: all_modules.0.weight, all_modules.8.NIN_0.W.", message);
        Assert.Contains("2 not part of this network: all_modules.32.weight, sigmas.", message);
        Assert.Contains("all_modules.2.bias is [3], [8] is needed", message);
        Assert.Contains("all_modules.31.bias holds NaN", message);
        Assert.Contains("all_modules.30.weight is Int64", message);
        Assert.All(before, p => Assert.True(p.Value.eq(net.state_dict()[p.Key]).all().item<bool>(), p.Key));
    }

    [Fact]
    public void AMissingFileIsToldSo()
    {
        using var net = new NcsnPlusPlusDenoiser(Options);
        Assert.Contains("no such file", Assert.Throws<ModelFormatException>(() => net.LoadReferenceWeights(_path)).Message);
    }

    [PyTorchFact]
    public void APthFileMovesOverAsTheDocumentationSays()
    {
        using var scope = NewDisposeScope();
        using var first = new NcsnPlusPlusDenoiser(Options);
        using var second = new NcsnPlusPlusDenoiser(Options with { InitSeed = 5 });
        first.SaveReferenceWeights(_path);
        var moved = Path.ChangeExtension(_path, ".moved.safetensors");
        PyTorchTwin.Execute(
            """
            import torch, safetensors_io
            given, pth, moved = sys.argv[1:]
            torch.save({"module." + n: torch.from_numpy(a) for n, a in safetensors_io.load(given).items()}, pth)
            state = torch.load(pth, map_location="cpu")
            safetensors_io.save(moved, {name: tensor.numpy() for name, tensor in state.items()})
            """, _path, Path.ChangeExtension(_path, ".pth"), moved);

        second.LoadReferenceWeights(moved);

        using var frozen = no_grad();
        Assert.All(first.state_dict(), p => Assert.True(p.Value.eq(second.state_dict()[p.Key]).all().item<bool>(), p.Key));
    }

    private static Tensor Run(NcsnPlusPlusDenoiser net) => net.Predict(
        Cosines.Values(0.3, 1, 2, 1, 16, 16), net.Encode((Cosines.Values(0.9, 1, 2, 4, 16, 16) > 0).to(float32)), arange(2, int64), Cosines.Values(0.5, 1, 2, net.LatentLength(16, 16)));

    private void Rewrite(Func<Dictionary<string, Tensor>, Dictionary<string, Tensor>> change)
    {
        var tensors = SafeTensors.Load(_path);
        SafeTensors.Save(_path, change(tensors));
    }
}
