using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Tensors;

public class MixedPrecisionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DenoisersComeCloseWithGradientsInFloat32(bool spade)
    {
        using IMaskConditionedDenoiser denoiser = spade ? new SpadeUNetDenoiser(Tiny.SpadeOptions with { LayerNoise = 0.02 }) : new NcsnPlusPlusDenoiser(Tiny.NcsnOptions);
        Awaken(denoiser.Module);
        using var scope = NewDisposeScope();
        Tensor Predict() => denoiser.Predict(Noise(1, 2, 1, 16, 16), denoiser.Encode(Noise(2, 2, 4, 16, 16).gt(0).to(float32)), tensor(new long[] { 0, 3 }), Noise(3, 2, denoiser.LatentLength(16, 16)));
        Compare(denoiser.Module, Predict);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DiscriminatorsComeCloseWithGradientsInFloat32(bool patch)
    {
        using IDiscriminator discriminator = patch ? Tiny.Patch() : new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { ImageSize = 32, Width = 4, TimeWidth = 8 });
        var size = patch ? 16 : 32;
        Awaken(discriminator.Module);
        using var scope = NewDisposeScope();
        Tensor Score() => discriminator.Score(Noise(1, 4, 1, size, size), Noise(4, 4, 1, size, size), tensor(new long[] { 0, 1, 2, 3 }), Noise(2, 4, 4, size, size).gt(0).to(float32));
        Compare(discriminator.Module, Score);
    }

    [Fact]
    public void ATrainingInMixedPrecisionKeepsItsWeightsInFloat32AndLearnsTheSame()
    {
        if (!Devices.HasBFloat16(CPU))
        {
            using var model = Tiny.Model();
            using var patch = Tiny.Patch();
            var error = Assert.Throws<OptionsValidationException>(() => new Trainer(model, patch, Tiny.Training(1) with { Precision = Precision.MixedBFloat16 }));
            Assert.Contains("Precision is MixedBFloat16; it must be Full on this CPU", error.Message);
            return;
        }
        double L1(Precision precision)
        {
            using var model = Tiny.Model();
            using var patch = Tiny.Patch();
            using var trainer = new Trainer(model, patch, Tiny.Training(60) with { Precision = precision, SpreadWeight = 0.5, ReportInterval = 20 });
            var last = 0.0;
            trainer.Train(Tiny.Data(), progress: new Each(p => last = p.Losses["l1"]));
            Assert.All(trainer.State.Live(), l => Assert.NotEqual(ScalarType.BFloat16, l.Value.dtype));
            Assert.False(MixedPrecision.Active);
            return last;
        }

        Assert.Equal(L1(Precision.Full), L1(Precision.MixedBFloat16), 0.15 * L1(Precision.Full));
    }

    [Fact]
    public void StepsWithR1ScoreInFullPrecisionForTheDiscriminatorAlone()
    {
        using var scope = NewDisposeScope();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        var recorded = new Recorded(patch);
        using var bench = new ObjectiveBench(model, recorded, Tiny.Training(2) with { Precision = Precision.MixedBFloat16, R1Interval = 2 });
        bench.Objective.Update([bench.Batch(0)], 0); // with R1
        bench.Objective.Update([bench.Batch(1)], 1); // without
        Assert.Equal([false, false, true, true, true, true], recorded.Mixed); // real, drawn, then the denoiser's
    }

    /// <summary>Notes in which precision it was asked.</summary>
    private sealed class Recorded(IDiscriminator inner) : IDiscriminator
    {
        public List<bool> Mixed { get; } = [];

        public string Kind => inner.Kind;

        public object Options => inner.Options;

        public nn.Module Module => inner.Module;

        public bool SeesMask => inner.SeesMask;

        public string? CheckSize(int width, int height) => inner.CheckSize(width, height);

        public Tensor Score(Tensor current, Tensor next, Tensor step, Tensor? mask)
        {
            Mixed.Add(MixedPrecision.Active);
            return inner.Score(current, next, step, mask);
        }

        public void Dispose() => inner.Dispose();
    }

    [Fact]
    public void AScopeEndsWhereItIsDisposedAndBelongsToItsThread()
    {
        using (MixedPrecision.Use(Precision.MixedBFloat16))
        {
            Assert.True(MixedPrecision.Active);
            using (MixedPrecision.Use(Precision.Full))
                Assert.False(MixedPrecision.Active);
            Assert.True(MixedPrecision.Active);
            var elsewhere = true;
            var thread = new Thread(() => elsewhere = MixedPrecision.Active);
            thread.Start();
            thread.Join();
            Assert.False(elsewhere);
        }
        Assert.False(MixedPrecision.Active);
    }

    private static void Compare(nn.Module module, Func<Tensor> forward)
    {
        (Tensor, Tensor[]) Run(Precision precision)
        {
            module.zero_grad();
            using var mixed = MixedPrecision.Use(precision);
            var y = forward();
            (y * Noise(9, y.shape)).sum().backward();
            return (y.detach(), [.. module.parameters().Select(p => (p.grad ?? zeros_like(p)).detach().clone())]);
        }

        var (full, gradients) = Run(Precision.Full);
        var (mixed, mixedGradients) = Run(Precision.MixedBFloat16);
        Assert.Equal(ScalarType.Float32, mixed.dtype);
        var off = Distance(full, mixed);
        Assert.InRange(off, 1e-5, 0.05); // below: nothing was in bfloat16
        Assert.All(mixedGradients, g => Assert.Equal(ScalarType.Float32, g.dtype));
        var all = Distance(cat([.. gradients.Select(g => g.flatten())]), cat([.. mixedGradients.Select(g => g.flatten())]));
        Assert.InRange(all, 1e-5, 0.1);
    }

    private static double Distance(Tensor a, Tensor b) => (a - b).norm().item<float>() / a.norm().item<float>();

    /// <summary>Layers that start at zero would hide what runs through them.</summary>
    private static void Awaken(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        ulong stream = 100;
        foreach (var parameter in module.parameters())
            parameter.add_(Noise(stream++, parameter.shape) * 0.05);
    }

    private static Tensor Noise(ulong stream, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        PhiloxNoise.Normal(values, 11, stream);
        return TensorData.FromFloats(values, shape);
    }

    private sealed class Each(Action<TrainingProgress> take) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => take(value);
    }
}
