using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Training;

/// <summary>
/// Whole training steps against the formulas, written out a second time in plain float64: losses differentiated numerically, Adam and the
/// average by hand. Nothing of Trainer, its losses or its optimisers is used on this side; the batches' numbers are.
/// </summary>
public sealed class GoldenStepTests
{
    private const int Steps = 4;

    [Theory]
    [InlineData(300, 2, false, 0, 0.0)]
    [InlineData(300, 2, true, 0.5, 0.0)]
    [InlineData(0, 1, false, 0, 0.6)]
    public void FourStepsFollowTheFormulas(double γ, int interval, bool scaled, double stepZero, double spread)
    {
        var options = new TrainerOptions
        {
            Images = 3 * 10, BatchSize = 3, DenoiserRate = 0.05, DiscriminatorRate = 0.02, FinalRate = 0.001, L1Weight = 1.5, R1Gamma = γ, R1Interval = interval,
            R1ScaledByInterval = scaled, StepZeroProbability = stepZero, SpreadWeight = spread, AverageDecay = 0.3, ReportInterval = 1, Seed = 11,
        };
        var data = Tiny.Data();
        using var denoiser = new ScalarDenoiser();
        using var discriminator = new ScalarDiscriminator();
        using var model = new EchoModel(denoiser, Tiny.Size);
        using var trainer = new Trainer(model, discriminator, options);
        using var cancel = new CancellationTokenSource();
        var losses = new List<IReadOnlyDictionary<string, double>>();
        Assert.Throws<OperationCanceledException>(() => trainer.Train(data, progress: new Each(p =>
        {
            losses.Add(p.Losses);
            if (p.Step == Steps)
                cancel.Cancel();
        }), cancellationToken: cancel.Token));

        var expected = new ByHand(options, data);
        for (var n = 0; n < Steps; n++)
            expected.Step(n);

        Near(expected.D, Values(discriminator));
        Near(expected.G, Values(denoiser));
        using (trainer.UseAveragedWeights())
            Near(expected.Average, Values(denoiser));
        Assert.Equal(expected.DiscriminatorLoss, losses[^1]["discriminator"], 1e-4);
        Assert.Equal(expected.AdversarialLoss, losses[^1]["adversarial"], 1e-4);
        Assert.Equal(expected.L1, losses[^1]["l1"], 1e-4);
        if (γ > 0)
            Assert.Equal(expected.R1, losses[(Steps - 1) / interval * interval]["r1"], 1e-3 * Math.Max(1e-3, expected.R1));
    }

    private static double[] Values(nn.Module module) => module.parameters().Select(p => (double)p.item<float>()).ToArray();

    private static void Near(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < 2e-4, $"[{string.Join(", ", expected)}] was expected, [{string.Join(", ", actual)}] came out");
    }

    private sealed class ByHand(TrainerOptions options, TrainingSet data)
    {
        private readonly VariancePreservingSchedule _s = new();
        private readonly BatchSource _batches = new(data, new MaskEncoding(), options, 4, 1);
        private readonly Adam _adamD = new(3, options), _adamG = new(3, options);

        public double[] D { get; } = [0.7, -0.4, 0.25];

        public double[] G { get; } = [0.5, 0.2, 0.3];

        public double[] Average { get; } = [0.5, 0.2, 0.3];

        public double DiscriminatorLoss { get; private set; }

        public double AdversarialLoss { get; private set; }

        public double L1 { get; private set; }

        public double R1 { get; private set; }

        public void Step(int n)
        {
            using var scope = NewDisposeScope();
            var batch = _batches.Make(n);
            var (x0, mask) = (TensorData.ToFloats(batch.Images), TensorData.ToFloats(batch.Masks.narrow(1, 0, 1)));
            double Rate(double first) => options.FinalRate + (first - options.FinalRate) * (1 + Math.Cos(Math.PI * n / 10)) / 2;

            // Discriminator: softplus(−D(real)) + softplus(D(fake)) + γ/2 ‖∂ΣD/∂x_t‖².
            var d = new Draw(batch.ForDiscriminator, x0, _s);
            var fake = d.Posterior(Predict(G, d.Next, mask, d.Z));
            var penalise = options.R1Gamma > 0 && n % options.R1Interval == 0;
            double LossD(double[] w) => d.Mean(i => SoftPlus(-Score(w, d.Current, d.Next, i)) + SoftPlus(Score(w, fake, d.Next, i)));
            double Penalty(double[] w) => d.Mean(i => d.Sum(i, k => Math.Pow((w[0] + 2 * w[2] * d.Current[k]) / d.Pixels, 2)));
            DiscriminatorLoss = LossD(D);
            if (penalise)
                R1 = Penalty(D);
            var strength = options.R1Gamma / 2 * (options.R1ScaledByInterval ? options.R1Interval : 1);
            _adamD.Update(D, Gradient(w => LossD(w) + (penalise ? strength * Penalty(w) : 0), D), Rate(options.DiscriminatorRate));

            // Denoiser, against the discriminator just updated.
            var g = new Draw(batch.ForDenoiser, x0, _s);
            var other = options.SpreadWeight > 0 ? Predict(G, g.Next, mask, g.OtherZ) : null;
            double Adversarial(double[] w) => Adv(g.Posterior(Predict(w, g.Next, mask, g.Z)));
            double Adv(double[] drawn) => g.Mean(i => SoftPlus(-Score(D, drawn, g.Next, i)));
            double Absolute(double[] a, Func<int, double> b) => a.Select((v, k) => Math.Abs(v - b(k))).Average();
            AdversarialLoss = Adversarial(G);
            L1 = Absolute(Predict(G, g.Next, mask, g.Z), k => x0[k]);
            _adamG.Update(G, Gradient(w =>
            {
                var a = Predict(w, g.Next, mask, g.Z);
                var spread = other is null ? 0 : Absolute(a, k => other[k]);
                return Adversarial(w) + options.L1Weight * (Absolute(a, k => x0[k]) - options.SpreadWeight * spread);
            }, G), Rate(options.DenoiserRate));

            var decay = Math.Min(options.AverageDecay, (2.0 + n) / (11.0 + n));
            for (var i = 0; i < 3; i++)
                Average[i] = decay * Average[i] + (1 - decay) * G[i];
        }

        private static double[] Predict(double[] w, double[] x, float[] mask, Func<int, double> z) =>
            x.Select((v, k) => Math.Tanh(w[0] * v + w[1] * mask[k] + w[2] * z(k))).ToArray();

        private static double Score(double[] w, double[] current, double[] next, int image)
        {
            var pixels = Tiny.Size * Tiny.Size;
            return Enumerable.Range(image * pixels, pixels).Average(k => w[0] * current[k] + w[1] * next[k] + w[2] * current[k] * current[k]);
        }

        private static double SoftPlus(double x) => Math.Log(1 + Math.Exp(x));

        private static double[] Gradient(Func<double[], double> loss, double[] at)
        {
            const double h = 1e-6;
            return at.Select((v, i) =>
            {
                double Shifted(double delta) => loss([.. at.Select((w, j) => j == i ? w + delta : w)]);
                return (Shifted(h) - Shifted(-h)) / (2 * h);
            }).ToArray();
        }
    }

    /// <summary>The forward pair and the posterior of §2 and §3, pixel by pixel.</summary>
    private sealed class Draw
    {
        private readonly VariancePreservingSchedule _s;
        private readonly long[] _t;
        private readonly float[] _η;

        public Draw(TrainingDraw draw, float[] x0, VariancePreservingSchedule s)
        {
            (_s, _t, _η) = (s, draw.Step.data<long>().ToArray(), TensorData.ToFloats(draw.PosteriorNoise));
            float[] η = TensorData.ToFloats(draw.Noise), ηNext = TensorData.ToFloats(draw.NextNoise), z = TensorData.ToFloats(draw.Latent);
            var zOther = draw.OtherLatent is null ? [] : TensorData.ToFloats(draw.OtherLatent);
            (Z, OtherZ) = (k => z[k / Pixels], k => zOther[k / Pixels]);
            Current = x0.Select((v, k) => s.Signal[T(k)] * v + s.Noise[T(k)] * η[k]).ToArray();
            Next = Current.Select((v, k) => s.StepSignal[T(k) + 1] * v + s.StepNoise[T(k) + 1] * ηNext[k]).ToArray();
        }

        public int Pixels => Tiny.Size * Tiny.Size;

        public double[] Current { get; }

        public double[] Next { get; }

        public Func<int, double> Z { get; }

        public Func<int, double> OtherZ { get; }

        public double[] Posterior(double[] clean) => clean.Select((v, k) =>
            _s.PosteriorCleanWeight[T(k)] * v + _s.PosteriorNoisyWeight[T(k)] * Next[k] + Math.Sqrt(_s.PosteriorVariance[T(k)]) * _η[k]).ToArray();

        public double Mean(Func<int, double> perImage) => Enumerable.Range(0, _t.Length).Average(perImage);

        public double Sum(int image, Func<int, double> perPixel) => Enumerable.Range(image * Pixels, Pixels).Sum(perPixel);

        private int T(int pixel) => (int)_t[pixel / Pixels];
    }

    private sealed class Adam(int count, TrainerOptions options)
    {
        private readonly double[] _m = new double[count], _v = new double[count];
        private int _n;

        public void Update(double[] weights, double[] gradient, double rate)
        {
            _n++;
            for (var i = 0; i < count; i++)
            {
                _m[i] = options.Beta1 * _m[i] + (1 - options.Beta1) * gradient[i];
                _v[i] = options.Beta2 * _v[i] + (1 - options.Beta2) * gradient[i] * gradient[i];
                weights[i] -= rate * (_m[i] / (1 - Math.Pow(options.Beta1, _n))) / (Math.Sqrt(_v[i] / (1 - Math.Pow(options.Beta2, _n))) + 1e-8);
            }
        }
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
