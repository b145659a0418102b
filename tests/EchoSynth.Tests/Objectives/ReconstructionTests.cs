using EchoSynth.Checkpoints;
using EchoSynth.Objectives;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Objectives;

public class ReconstructionTests
{
    private const int Size = 20;

    [Fact]
    public void SsimIsWangsFormulaWindowByWindow()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Values(1), Values(2));
        using var ssim = new Ssim();
        var map = ssim.Map(Image(a), Image(b));
        Assert.Equal([1, 1, Size - 10, Size - 10], map.shape);
        var got = TensorData.ToFloats(map);
        for (var y = 0; y < Size - 10; y++)
        {
            for (var x = 0; x < Size - 10; x++)
                Assert.Equal(Expected(a, b, y, x), got[y * (Size - 10) + x], 1e-4);
        }
        Assert.Equal(1, TensorData.ToFloats(ssim.Map(Image(a), Image(a)).mean())[0], 1e-5);
    }

    [Fact]
    public void LossesAreWeightedByRegionAndNotedByName()
    {
        using var scope = NewDisposeScope();
        var mask = Tiny.Mask(0, Size);
        var options = new TrainerOptions
        {
            L1Weight = 2, SpreadWeight = 0.5, SsimWeight = 3, RegionWeights = new RegionWeights { LeftVentricle = 4, Myocardium = 2, LeftAtrium = 0, Rest = 0.5 },
        };
        using var losses = new LossMeter();
        using var reconstruction = new Reconstruction(options, new MaskEncoding(), losses);
        var (a, x, b) = (Values(1), Values(2), Values(3));
        var channels = new float[4 * Size * Size];
        new MaskEncoding().Encode(mask, channels);
        var loss = reconstruction.Loss(Image(a), Image(x), TensorData.FromFloats(channels, 1, 4, Size, Size), Image(b));

        double[] weight = [0.5, 4, 2, 0, 0.5]; // by label
        var (l1, spread, total, inner, similar) = (0.0, 0.0, 0.0, 0.0, 0.0);
        var (regions, counts) = (new double[5], new double[5]);
        for (var i = 0; i < a.Length; i++)
        {
            var w = weight[mask.Labels[i]];
            (l1, spread, total) = (l1 + w * Math.Abs(a[i] - x[i]), spread + w * Math.Abs(a[i] - b[i]), total + w);
            regions[mask.Labels[i]] += Math.Abs(a[i] - x[i]);
            counts[mask.Labels[i]]++;
            var (row, column) = (i / Size - 5, i % Size - 5);
            if (row is >= 0 and < Size - 10 && column is >= 0 and < Size - 10)
                (similar, inner) = (similar + w * Expected(a, x, row, column), inner + w);
        }
        var noted = losses.Means();
        Assert.Equal(l1 / total, noted["l1"], 1e-5);
        Assert.Equal(spread / total, noted["spread"], 1e-5);
        Assert.Equal(1 - similar / inner, noted["ssim"], 1e-4);
        Assert.Equal(regions[1] / counts[1], noted["l1.lv"], 1e-5);
        Assert.Equal(regions[2] / counts[2], noted["l1.myocardium"], 1e-5);
        Assert.Equal(regions[3] / counts[3], noted["l1.la"], 1e-5);
        Assert.Equal((regions[0] + regions[4]) / (counts[0] + counts[4]), noted["l1.rest"], 1e-5);
        Assert.Equal(2 * (l1 / total - 0.5 * spread / total) + 3 * (1 - similar / inner), TensorData.ToFloats(loss)[0], 1e-3);
    }

    [Fact]
    public void EqualWeightsAreNoWeights()
    {
        using var scope = NewDisposeScope();
        var channels = new float[4 * Size * Size];
        new MaskEncoding().Encode(Tiny.Mask(0, Size), channels);
        float Loss(RegionWeights? weights)
        {
            using var losses = new LossMeter();
            using var reconstruction = new Reconstruction(new TrainerOptions { SsimWeight = 1, RegionWeights = weights }, new MaskEncoding(), losses);
            return TensorData.ToFloats(reconstruction.Loss(Image(Values(1)), Image(Values(2)), TensorData.FromFloats(channels, 1, 4, Size, Size), null))[0];
        }

        Assert.Equal(Loss(null), Loss(new RegionWeights { LeftVentricle = 3, Myocardium = 3, LeftAtrium = 3, Rest = 3 }), 1e-5);
    }

    [Fact]
    public void TheGradientOfSsimLeadsToTheTarget()
    {
        using var scope = NewDisposeScope();
        using var ssim = new Ssim();
        var target = Image(Values(2));
        var image = Image(Values(1)).requires_grad_(true);
        var before = 0f;
        for (var i = 0; i < 60; i++)
        {
            var similarity = ssim.Map(image, target).mean();
            if (i == 0)
                before = TensorData.ToFloats(similarity)[0];
            var gradient = autograd.grad([similarity], [image])[0];
            image = (image + gradient.sign() * 0.02).detach().requires_grad_(true);
        }
        Assert.True(TensorData.ToFloats(ssim.Map(image, target).mean())[0] > before + 0.3);
    }

    private static float[] Values(ulong stream)
    {
        var values = new float[Size * Size];
        PhiloxNoise.Uniform(values, 5, stream);
        return [.. values.Select(v => 2 * v - 1)];
    }

    private static Tensor Image(float[] values) => TensorData.FromFloats(values, 1, 1, Size, Size);

    private static double Expected(float[] a, float[] b, int top, int left)
    {
        double[] g = [.. Enumerable.Range(-5, 11).Select(i => Math.Exp(-i * i / 4.5))];
        var norm = g.Sum() * g.Sum();
        double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
        for (var y = 0; y < 11; y++)
        {
            for (var x = 0; x < 11; x++)
            {
                var (w, p, q) = (g[y] * g[x] / norm, a[(top + y) * Size + left + x], b[(top + y) * Size + left + x]);
                (ma, mb, aa, bb, ab) = (ma + w * p, mb + w * q, aa + w * p * p, bb + w * q * q, ab + w * p * q);
            }
        }
        const double c1 = 0.0004, c2 = 0.0036;
        return (2 * ma * mb + c1) * (2 * (ab - ma * mb) + c2) / ((ma * ma + mb * mb + c1) * (aa - ma * ma + bb - mb * mb + c2));
    }
}
