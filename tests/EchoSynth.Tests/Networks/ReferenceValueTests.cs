using System.Text.Json;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Networks;

/// <summary>Forward values against PyTorch's, to 1e-5; written by Reference/make_reference.py.</summary>
public sealed class ReferenceValueTests
{
    private static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "reference.json"))).RootElement;

    [Fact]
    public void AdaptiveGroupNorm()
    {
        using var scope = NewDisposeScope();
        var layer = new AdaptiveGroupNorm(new ParameterInit(0), 8, 6);
        Cosines.Set(layer, ("style.weight", 0.3, 0.4), ("style.bias", 0.4, 1));

        Agree("adaptiveGroupNorm", layer.Forward(Cosines.Values(0.1, 1, 2, 8, 4, 4), Cosines.Values(0.2, 1, 2, 6)));
    }

    [Fact]
    public void FirDown()
    {
        using var scope = NewDisposeScope();
        Agree("firDown", new FirResampling(3, FirKind.Down).Forward(Cosines.Values(1.2, 1, 2, 3, 8, 6)));
    }

    [Fact]
    public void FirUp()
    {
        using var scope = NewDisposeScope();
        Agree("firUp", new FirResampling(3, FirKind.Up).Forward(Cosines.Values(1.2, 1, 2, 3, 8, 6)));
    }

    [Fact]
    public void Attention()
    {
        using var scope = NewDisposeScope();
        var layer = new SelfAttention(new ParameterInit(0), 8);
        Cosines.Set(layer,
            ("norm_weight", 0.6, 1), ("norm_bias", 0.7, 1),
            ("query.weight", 0.8, 0.5), ("query.bias", 0.85, 1),
            ("key.weight", 0.9, 0.5), ("key.bias", 0.95, 1),
            ("value.weight", 1.0, 0.5), ("value.bias", 1.05, 1),
            ("output.weight", 1.1, 0.5), ("output.bias", 1.15, 1));

        Agree("attention", layer.Forward(Cosines.Values(0.5, 1, 2, 8, 4, 6), 4, 6));
    }

    [Fact]
    public void The_attention_of_a_gpu_is_that_of_the_cpu()
    {
        using var scope = NewDisposeScope();
        Tensor[] Leaves() => [.. new[] { (1.1, 24L, 8L), (0.7, 8L, 24L), (0.9, 24L, 8L) }.Select(c => Cosines.Values(c.Item1, 3, 2, c.Item2, c.Item3).requires_grad_(true))];
        (Tensor Value, Tensor[] Slopes) Run(Func<Tensor, Tensor, Tensor, Tensor> attend)
        {
            var leaves = Leaves();
            var y = attend(leaves[0], leaves[1], leaves[2]); // [2, 24, 8]
            return (y, [.. autograd.grad([(y * Cosines.Values(0.3, 1, 2, 24, 8)).sum()], leaves)]);
        }

        var (composed, fused) = (Run(SelfAttention.Composed), Run(SelfAttention.Fused));
        Assert.True((composed.Value - fused.Value).abs().max().item<float>() < 1e-6);
        Assert.True(composed.Value.std().item<float>() > 0.1);
        foreach (var (a, b) in composed.Slopes.Zip(fused.Slopes))
            Assert.True((a - b).abs().max().item<float>() < 1e-5 && a.abs().max().item<float>() > 1e-3);
    }

    private static void Agree(string name, Tensor actual)
    {
        var expected = Reference.GetProperty(name);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), actual.shape);
        var values = EchoSynth.Tensors.TensorData.ToFloats(actual);
        var i = 0;
        foreach (var e in expected.GetProperty("values").EnumerateArray())
            Assert.Equal(e.GetDouble(), values[i++], 1e-5);
    }
}
