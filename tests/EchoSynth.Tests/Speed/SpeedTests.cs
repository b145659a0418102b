using EchoSynth.Discriminators;
using EchoSynth.Evaluation;
using EchoSynth.Speed;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Speed;

public sealed class SpeedTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_median_lies_between_the_ends()
    {
        var odd = Timing.Of([3, 1, 2]);
        Assert.Equal((3, 2.0, 1.0, 3.0), (odd.Count, odd.Median, odd.Low, odd.High));
        Assert.Equal(1.5, Timing.Of([1, 2]).Median);
        Assert.Equal((1.0, 0.5, 1.5), (odd.Over(2).Median, odd.Over(2).Low, odd.Over(2).High));
        Assert.Throws<ArgumentException>(() => Timing.Of([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => odd.Over(0));
    }

    [Fact]
    public void Work_is_timed_at_least_once_after_untimed_ones_and_at_most_as_often_as_asked()
    {
        var done = 0;
        Assert.Equal(1, Timing.Measure(() => done++, TimeSpan.Zero).Count);
        Assert.Equal(2, done);
        Assert.Equal(5, Timing.Measure(() => done++, TimeSpan.FromMinutes(1), 5).Count);
        Assert.Equal(12, done);
        var untimed = 0;
        var timed = Timing.Measure(() => { Thread.Sleep(5); untimed++; }, TimeSpan.FromSeconds(1)).Count;
        Assert.InRange(untimed - timed, 2, timed);
        Assert.True(Timing.Measure(() => Thread.Sleep(2), TimeSpan.Zero).Low >= 0.001);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Timing.Measure(stop.Cancel, TimeSpan.FromMinutes(1), cancellationToken: stop.Token));
    }

    [Fact]
    public void A_machine_has_a_peak_and_a_roof_below_it_where_bytes_are_many()
    {
        var told = new List<string>();
        var peak = MachinePeak.Measure(CPU, s_short, new Each(p => told.Add(p.Name)));
        Assert.Equal(peak.Figures.Select(f => f.Name), told);
        Assert.All(peak.Figures, f => Assert.InRange(f.Usual, 1, f.Best));
        Assert.Equal(peak.Figures.Where(f => f.Name.EndsWith("channels, fp32", StringComparison.Ordinal)).Max(f => f.Best), peak.Convolution());
        Assert.Equal(Devices.HasBFloat16(CPU), peak.MatrixProduct(Precision.MixedBFloat16) is not null);
        Assert.Equal(peak.Convolution(), peak.Bound(1e15, 1));
        Assert.Equal(peak.Copy / 1000, peak.Bound(1, 1000)!.Value, 1e-6 * peak.Copy);
    }

    [Fact]
    public void A_model_is_measured_with_what_its_network_costs()
    {
        using var model = Tiny.Model();
        var speed = SamplingSpeed.Measure(model, Tiny.Mask(), images: 3, budget: TimeSpan.FromMinutes(1));
        Assert.Equal((4, 1, 3), (speed.Steps, speed.Batch, speed.Image.Count));
        Assert.Equal(NetworkCost.Of(model.Denoiser, Tiny.Size, Tiny.Size), speed.Cost);
        Assert.Equal(speed.Cost!.FlopPerImage(4) / speed.Image.Median, speed.FlopPerSecond);
        Assert.InRange(speed.Noise.Low, 0, speed.Image.High);
        Assert.Equal(Tiny.Size, speed.Example.Width);
    }

    [Fact]
    public void Training_steps_are_timed_and_a_cancellation_is_one()
    {
        using var model = Tiny.Model();
        using var discriminator = Tiny.Patch();
        using var data = Tiny.Data(1);
        var speed = TrainingSpeed.Measure(model, discriminator, data.Pairs[0], Tiny.Training(1), s_short);
        Assert.True(speed.Step.Count >= 2);
        Assert.Equal((2, 2 / speed.Step.Median), (speed.Batch, speed.ImagesPerSecond));
        Assert.Throws<OperationCanceledException>(() => TrainingSpeed.Measure(model, discriminator, data.Pairs[0], Tiny.Training(1), s_short, new CancellationToken(true)));
    }

    private sealed class Each(Action<(string Name, int Number, int Count)> report) : IProgress<(string Name, int Number, int Count)>
    {
        public void Report((string Name, int Number, int Count) value) => report(value);
    }
}
