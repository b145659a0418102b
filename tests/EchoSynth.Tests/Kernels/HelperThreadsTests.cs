using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Kernels;
using EchoSynth.Sampling;
using EchoSynth.Tests.Support;
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
        Assert.True(EndsWhatItMade("es-drawing", look => sampler.Generate([request], new Synchronous(_ => look()))));
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

    /// <summary>Whether what the work finds when it looks are threads of its own that are gone after it. The runtime's threads have the name, too, when they happen to be made meanwhile: it tries three times.</summary>
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
                ended = during.Count == 1 && !threads().Overlaps(during);
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

    private sealed class Synchronous(Action<SamplingProgress> report) : IProgress<SamplingProgress>
    {
        public void Report(SamplingProgress value) => report(value);
    }

    private sealed class HelpersFactAttribute : FactAttribute
    {
        public HelpersFactAttribute() => Skip = OperatingSystem.IsLinux() && LayerKernels.Name == "fused" ? null : "Only the System binding ends them; only Linux names them.";
    }
}
