using EchoSynth.Denoisers;
using EchoSynth.Tests.Support;
using Microsoft.Extensions.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Denoisers;

public sealed class DenoiserTests
{
    public static TheoryData<string> Kinds => ["ncsnpp", "spade-unet", "spade-unet with noise"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnyLegalSizeComesOutAsItWentIn(string kind)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var net = Make(kind);
        foreach (var (h, w) in new (int, int)[] { (16, 16), (32, 16), (16, 48), (24, 40) })
        {
            Assert.Null(net.CheckSize(w, h));
            var x = Run(net, 2, h, w);
            Assert.Equal([2, 1, h, w], x.shape);
            Assert.InRange(x.abs().max().item<float>(), 0, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnIllegalSizeIsNamedWithTheLegalOnes(string kind)
    {
        using var net = Make(kind);
        var problem = net.CheckSize(17, 16);
        Assert.NotNull(problem);
        Assert.Contains("17 × 16", problem);
        Assert.Contains("multiples of", problem);
        Assert.Contains("16", problem);
        Assert.NotNull(net.CheckSize(0, 16));
        Assert.NotNull(net.CheckSize(-16, 16));
    }

    [Fact]
    public void SizeOfTheOptionsIsCheckedWhenTheNetworkIsBuilt()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = 100, Width = 7 }));
        Assert.Equal(2, error.Failures.Count());
        Assert.Contains(error.Failures, f => f.StartsWith("Width is 7", StringComparison.Ordinal));
        Assert.Contains(error.Failures, f => f.Contains("multiples of 32", StringComparison.Ordinal) && f.Contains("96 × 96", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryInputMatters(string kind)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var net = Make(kind);
        Wake(net.Module);
        float Change(Tensor a, Tensor b) => (a - b).abs().max().item<float>();

        var plain = Run(net, 1, 16, 16);
        Assert.Equal(0, Change(plain, Run(net, 1, 16, 16)));
        Assert.InRange(Change(plain, Run(net, 1, 16, 16, mask: 1)), 1e-4, 2);
        Assert.InRange(Change(plain, Run(net, 1, 16, 16, step: 2)), 1e-4, 2);
        Assert.InRange(Change(plain, Run(net, 1, 16, 16, latent: 1)), 1e-4, 2);
        Assert.InRange(Change(plain, Run(net, 1, 16, 16, noisy: 1)), 1e-4, 2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnImageDoesNotDependOnItsNeighboursInTheBatch(string kind)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var net = Make(kind);
        Wake(net.Module);
        var three = Run(net, 3, 16, 16);
        var one = Run(net, 1, 16, 16);
        Assert.InRange((three.narrow(0, 0, 1) - one).abs().max().item<float>(), 0, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void GradientsAgreeWithFiniteDifferences(string kind)
    {
        using var scope = NewDisposeScope();
        using var net = Make(kind);
        Wake(net.Module);
        net.Module.to(float64);
        var x = Cosines.Values(0.3, 1, 2, 1, 16, 16).to(float64);
        var mask = (Cosines.Values(0.9, 1, 2, 4, 16, 16) > 0).to(float64);
        var z = Cosines.Values(0.5, 1, 2, net.LatentLength(16, 16)).to(float64);
        var t = arange(2, int64);
        var weights = Cosines.Values(1.7, 1, 2, 1, 16, 16).to(float64);
        Tensor Loss() => (net.Predict(x, net.Encode(mask), t, z) * weights).sum();

        Loss().backward();
        GradientCheck.Parameters(net.Module, Loss, 1e-5);
    }

    internal static IMaskConditionedDenoiser Make(string kind) => kind switch
    {
        "ncsnpp" => new NcsnPlusPlusDenoiser(Tiny.NcsnOptions),
        "spade-unet" => new SpadeUNetDenoiser(Tiny.SpadeOptions),
        _ => new SpadeUNetDenoiser(Tiny.SpadeOptions with { LayerNoise = 0.1 }),
    };

    /// <summary>Layers that start at zero hide what is behind them: give every weight some size.</summary>
    internal static void Wake(nn.Module module)
    {
        using var frozen = no_grad();
        var phase = 0.0;
        foreach (var (name, p) in module.named_parameters())
        {
            if (p.dim() > 1)
                p.copy_(Cosines.Values(phase += 0.37, 1.2 / Math.Sqrt(p.NumberOfElements / p.shape[0]), p.shape));
        }
    }

    private static Tensor Run(IMaskConditionedDenoiser net, int n, int h, int w, int mask = 0, int step = 1, double latent = 0, double noisy = 0)
    {
        // Row 0 is the same whatever n is.
        var masks = (Cosines.Values(0.9 + mask, 1, n, 4, h, w) > 0).to(float32);
        return net.Predict(Cosines.Values(0.3 + noisy, 1, n, 1, h, w), net.Encode(masks), full([n], step, int64), Cosines.Values(0.5 + latent, 1, n, net.LatentLength(w, h)));
    }
}
