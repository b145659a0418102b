using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Kernels;
using EchoSynth.Sampling;
using EchoSynth.Segmentation;
using EchoSynth.Tests.Segmentation;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Kernels;

/// <summary>A thread that called the library keeps no threads for its operators when it returns. Linux names the threads that OpenMP makes after the one that makes them.</summary>
public sealed class HelperThreadsTests
{
    [HelpersFact]
    public void A_drawing_leaves_no_threads_behind()
    {
        using var model = new EchoModel(new SpadeUNetDenoiser(new SpadeUNetOptions()), 64);
        using var sampler = new Sampler(model);
        var request = new SampleRequest(Tiny.Mask(0, 64), 1);
        Assert.True(EndsWhatItMade("es-drawing", look => sampler.Generate([request], new Synchronous<SamplingProgress>(look))));
    }

    [HelpersFact]
    public void Nor_does_one_that_throws()
    {
        using var model = new EchoModel(new SpadeUNetDenoiser(new SpadeUNetOptions()), 64);
        using var sampler = new Sampler(model);
        var request = new SampleRequest(Tiny.Mask(0, 64), 1);
        Assert.True(EndsWhatItMade("es-throwing", look => Assert.Throws<InvalidOperationException>(() => sampler.Generate([request], new Synchronous<SamplingProgress>(() =>
        {
            look();
            throw new InvalidOperationException();
        })))));
    }

    [HelpersFact]
    public void Nor_does_a_training_that_is_cancelled()
    {
        var data = new TrainingSet(SegmentationData.Pairs(1, size: 64));
        Assert.True(EndsWhatItMade("es-training", look =>
        {
            using var model = new EchoModel(new SpadeUNetDenoiser(Tiny.SpadeOptions with { Width = 16 }), 64);
            using var patch = Tiny.Patch();
            using var trainer = new Trainer(model, patch, Tiny.Training(9) with { R1Gamma = 0 });
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => trainer.Train(data, progress: new Synchronous<TrainingProgress>(() =>
            {
                look();
                cancel.Cancel();
            }), cancellationToken: cancel.Token));
            Assert.Equal(1, trainer.Step);
        }));
    }

    [HelpersFact]
    public void Nor_does_a_segmenters_training()
    {
        var pairs = SegmentationData.Pairs(1, size: 64);
        var options = SegmentationData.Options with { ImageSize = 64, Width = 16, Steps = 1 };
        Assert.True(EndsWhatItMade("es-segmenting", look => Segmenter.Train(pairs, options, new Synchronous<SegmenterProgress>(look)).Dispose()));
    }

    [HelpersFact]
    public void The_outermost_call_ends_them_and_no_other()
    {
        static void Nested(Action look)
        {
            using var outer = HelperThreads.Use();
            using (HelperThreads.Use())
                Parallel();
            look();
        }
        Assert.True(EndsWhatItMade("es-nested", Nested));
        Assert.False(EndsWhatItMade("es-kept", look =>
        {
            Parallel();
            look();
        }));
    }

    /// <summary>
    /// Whether the work finds, when it looks, one thread of its own that is gone after it. Threads of the process have the name, too, when they happen to be made meanwhile, such as
    /// that of libtorch's other pool, which a training makes anew: it tries three times.
    /// </summary>
    private static bool EndsWhatItMade(string name, Action<Action> work)
    {
        var ended = false;
        Named(name, threads =>
        {
            for (var attempt = 0; attempt < 3 && !ended; attempt++)
            {
                var (before, during) = (threads(), (HashSet<string>)[]);
                work(() => during = threads());
                during.ExceptWith(before);
                ended = SpinWait.SpinUntil(() => during.Except(threads()).Count() == 1, 100);
            }
        });
        return ended;
    }

    private static void Parallel()
    {
        using var scope = NewDisposeScope();
        zeros(1 << 20).add(1);
    }

    private static void Named(string name, Action<Func<HashSet<string>>> body)
    {
        Exception? failed = null;
        var thread = new Thread(() =>
        {
            try
            {
                set_num_threads(2); // of this thread
                body(() => [.. Directory.GetDirectories("/proc/self/task").Where(t => Comm(t) == name)]);
            }
            catch (Exception e)
            {
                failed = e;
            }
        })
        { Name = name };
        thread.Start();
        thread.Join();
        Assert.Null(failed);
    }

    private static string Comm(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }

    private sealed class Synchronous<T>(Action report) : IProgress<T>
    {
        public void Report(T value) => report();
    }

    private sealed class HelpersFactAttribute : FactAttribute
    {
        public HelpersFactAttribute() => Skip = OperatingSystem.IsLinux() && LayerKernels.Name == "fused" ? null : "Only the System binding ends them; only Linux names them.";
    }
}
