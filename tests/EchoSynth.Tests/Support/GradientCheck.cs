using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

internal static class GradientCheck
{
    /// <summary>Compares the gradients that a backward pass left in float64 parameters with central differences, at a few entries of each.</summary>
    public static void Parameters(nn.Module module, Func<Tensor> loss, double tolerance, int entries = 2, double h = 1e-5)
    {
        var checkedEntries = 0;
        foreach (var (name, parameter) in module.named_parameters())
        {
            using var scope = NewDisposeScope();
            var gradient = parameter.grad;
            Assert.True(gradient is not null, $"{name} has no gradient");
            var count = parameter.NumberOfElements;
            for (var k = 0; k < entries; k++)
            {
                var index = (long)(PhiloxNoise.Word((ulong)k, 1, (ulong)name.Length) % (ulong)count);
                var numeric = Numeric(parameter, index, h, loss);
                var analytic = gradient!.flatten()[index].item<double>();
                Assert.True(Math.Abs(numeric - analytic) <= tolerance * Math.Max(1, Math.Abs(analytic)), $"{name}[{index}]: finite difference {numeric}, gradient {analytic}");
                checkedEntries++;
            }
        }
        Assert.True(checkedEntries > 10);
    }

    /// <summary>Parameters may be strided, so the bump is a tensor of the same shape, not a write through a flat view.</summary>
    private static double Numeric(Tensor parameter, long index, double h, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        Tensor bump;
        using (no_grad())
        {
            var flat = zeros([parameter.NumberOfElements], float64);
            flat[index] = h;
            bump = flat.reshape(parameter.shape);
            parameter.add_(bump);
        }
        var above = loss().item<double>();
        using (no_grad())
            parameter.sub_(bump * 2);
        var below = loss().item<double>();
        using (no_grad())
            parameter.add_(bump);
        return (above - below) / (2 * h);
    }
}
