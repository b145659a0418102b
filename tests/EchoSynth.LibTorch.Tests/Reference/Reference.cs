using System.Text.Json;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests;

/// <summary>The values that make_reference.py wrote.</summary>
internal static class Reference
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "reference.json"))).RootElement;

    public static JsonElement At(params string[] path) => path.Aggregate(Root, (element, name) => element.GetProperty(name));

    public static Tensor Tensor(params string[] path) => Tensor(At(path));

    public static Tensor Tensor(JsonElement element)
    {
        var shape = element.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64()).ToArray();
        var data = element.GetProperty("data").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var type = element.GetProperty("type").GetString() switch
        {
            "int64" => ScalarType.Int64,
            "bool" => ScalarType.Bool,
            _ => ScalarType.Float64,
        };
        return tensor(data, ScalarType.Float64).reshape(shape).to(type);
    }

    public static void Close(Tensor expected, Tensor actual, double tolerance = 1e-11)
    {
        Assert.Equal(expected.shape, actual.shape);
        var wanted = expected.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        var got = actual.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        for (var i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - got[i]) <= tolerance * (1 + Math.Abs(wanted[i])), $"element {i}: {wanted[i]:R} expected, {got[i]:R} found");
    }
}
