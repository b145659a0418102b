using System.Diagnostics;
using System.Globalization;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Speed;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Benchmarks;

/// <summary>
/// What OpenMP's helper threads cost: training steps on a second thread while a first one's helpers are kept and after they were ended, and what making them anew adds to a call. They are
/// GNU's OpenMP's, and ended with the System binding alone; with another one the figures are alike.
/// </summary>
internal static class HelperThreadCost
{
    private const int Calls = 500;

    public static int Print(int steps)
    {
        Console.WriteLine($"{get_num_threads()} threads in an operator, {Environment.ProcessorCount} cores, helpers are {(LayerKernels.Name == "fused" ? "ended when a call returns" : "left alone")}");
        using var model = ModelPreset.Small64.CreateModel();
        using var discriminator = ModelPreset.Small64.CreateDiscriminator();
        var pair = Example.Pair(64);
        var times = new List<double>();
        double Median(int count)
        {
            times.Clear();
            using var data = new TrainingSet([pair]);
            using var trainer = new Trainer(model, discriminator, ModelPreset.Small64.Training with { Images = (long)count * ModelPreset.Small64.Training.BatchSize, ReportInterval = 1 });
            var last = 0L;
            trainer.Happened += (_, happened) =>
            {
                if (happened is not TrainingEvent.Progressed)
                    return;
                var now = Stopwatch.GetTimestamp();
                if (last != 0)
                    times.Add(Stopwatch.GetElapsedTime(last, now).TotalSeconds);
                last = now;
            };
            trainer.Train(data);
            return Timing.Of(times).Median;
        }

        void Tell(string what, double seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-72} {1e3 * seconds,8:0.00} ms"));

        Median(10);
        Tell("training step of small-64, first thread", Median(steps));
        using (HelperThreads.Use()) // this thread's helpers stay until the end of the block
        {
            Median(3);
            Tell("training step of small-64, second thread, the first one's helpers kept", OnThread(() => Median(steps)));
        }
        Tell("training step of small-64, second thread, the first one's helpers ended", OnThread(() => Median(steps)));
        var (kept, anew) = Making();
        Tell("a convolution, 64 channels on 64 × 64, helpers kept", kept);
        Tell("the same, helpers made anew", anew);
        Tell("making them", anew - kept);
        return 0;
    }

    private static T OnThread<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result;
    }

    /// <summary>Medians of a call within a wider one, and of a call of its own, by turns.</summary>
    private static (double Kept, double Anew) Making()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var layer = new ConvolutionLayer(new ParameterInit(1), 64, 64);
        layer.eval();
        var x = TensorData.ChannelsLast(randn(1, 64, 64, 64));
        double Call()
        {
            using var inner = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            using (HelperThreads.Use())
                layer.Forward(x);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        var (kept, anew) = (new List<double>(), new List<double>());
        for (var i = 0; i < Calls; i++)
        {
            using (HelperThreads.Use())
            {
                Call();
                kept.Add(Call());
            }
            anew.Add(Call());
        }
        return (Timing.Of(kept).Median, Timing.Of(anew).Median);
    }
}
