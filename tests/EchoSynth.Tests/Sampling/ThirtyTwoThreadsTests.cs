using EchoSynth.Checkpoints;
using EchoSynth.Sampling;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Sampling;

/// <summary>What the documentation promises of threads, with 32 that begin at once.</summary>
public sealed class ThirtyTwoThreadsTests
{
    private const int Threads = 32;

    [Fact]
    public void TwoSamplersOfOneModelDrawWhatTheyDrawAloneAndLeaveNothing()
    {
        using var model = SamplerTests.Model();
        using var first = new Sampler(model);
        using var second = new Sampler(model, new SamplerOptions { ClearOutsideSector = false });
        ushort[][] Draw(int i) => [.. (i % 2 == 0 ? first : second).Generate([.. Enumerable.Range(i, 4).Select(k => new SampleRequest(Tiny.Mask(k), k))]).Select(s => s.Image.ToUInt16())];
        var alone = Enumerable.Range(0, Threads).Select(Draw).ToArray();
        AtOnce(Draw); // what is made once for a thread or a shape is made
        var before = Live();
        for (var round = 0; round < 3; round++)
            Assert.Equal(alone, AtOnce(Draw));
        Assert.Equal(before, Live());
    }

    [Fact]
    public void ModelsAreReadHashedAndSavedSideBySide()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = SamplerTests.Model();
        model.Save(folder);
        var (hash, image) = (model.WeightsHash(), Draw(model));
        var before = Live();
        var all = AtOnce(i =>
        {
            using var own = EchoModel.Load(folder);
            own.Save(Path.Combine(folder, $"copy-{i}"));
            return (own.WeightsHash(), model.WeightsHash(), Draw(i % 2 == 0 ? own : model));
        });
        Assert.All(all, one =>
        {
            Assert.Equal((hash, hash), (one.Item1, one.Item2));
            Assert.Equal(image, one.Item3);
        });
        Assert.Equal(before, Live());

        static ushort[] Draw(EchoModel from)
        {
            using var sampler = new Sampler(from);
            return sampler.Generate(Tiny.Mask(1), 5).ToUInt16();
        }
    }

    [Fact]
    public void ManyThreadsWithoutMemoryHalveOnceForAll()
    {
        using var model = new EchoModel(new LimitedDenoiser(new EchoSynth.Denoisers.SpadeUNetDenoiser(Tiny.SpadeOptions), 4), Tiny.Size);
        var log = new LogLines<Sampler>();
        using var sampler = new Sampler(model, null, log, null, mayHalve: true, microBatch: 8);
        var images = AtOnce(i => sampler.Generate(Tiny.Mask(), 3).ToUInt16());
        Assert.All(images, image => Assert.Equal(images[0], image));
        Assert.Equal(4, sampler.MicroBatch);
        Assert.Single(log.Lines, l => l.Id == EchoSynth.Telemetry.EchoSynthEvents.MicroBatchHalved);
    }

    /// <summary>Without those that tests before have left to the collector.</summary>
    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    private static T[] AtOnce<T>(Func<int, T> work)
    {
        var (results, errors) = (new T[Threads], new List<Exception>());
        using var barrier = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                barrier.SignalAndWait();
                results[i] = work(i);
            }
            catch (Exception e)
            {
                lock (errors)
                    errors.Add(e);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Empty(errors);
        return results;
    }
}
