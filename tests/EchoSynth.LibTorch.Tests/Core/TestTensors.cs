using TorchSharp;
using Xunit;

namespace EchoSynth.LibTorch.Tests.Core;

internal static class TestTensors
{
    /// <summary>Runs the test in a scope, so that no tensor outlives it.</summary>
    internal static void Scoped(Action test)
    {
        using var scope = torch.NewDisposeScope();
        test();
    }

    internal static void Equal(float[] expected, torch.Tensor actual, float tolerance = 1e-5f)
    {
        var values = actual.detach().contiguous().to(torch.float32).data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"element {i}: {expected[i]} expected, {values[i]} found");
    }

    internal static void Equal(long[] expected, torch.Tensor actual) =>
        Assert.Equal(expected, actual.contiguous().to(torch.int64).data<long>().ToArray());

    internal static void Close(torch.Tensor expected, torch.Tensor actual, double tolerance = 1e-5) =>
        Assert.True(expected.allclose(actual, tolerance, tolerance), $"expected {expected.npstr()}, found {actual.npstr()}");
}
