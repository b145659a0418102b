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
