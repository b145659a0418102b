using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Sampling;
using EchoSynth.Tests.Denoisers;
using EchoSynth.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Sampling;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ASeedsImageIsTheSameInAnyBatch(int microBatch)
    {
        using var model = Model();
        using var sampler = new Sampler(model, new SamplerOptions { MicroBatch = microBatch });
        SampleRequest Request(int i) => new(Tiny.Mask(i), 100 + i, $"{i}");

        var eight = sampler.Generate(Enumerable.Range(0, 8).Select(Request).ToArray());
        var three = sampler.Generate([Request(5), Request(0), Request(3)]);
        var one = sampler.Generate([Request(3)]);

        Assert.Equal(eight[3].Image.Pixels, one[0].Image.Pixels);
        Assert.Equal(eight[3].Image.Pixels, three[2].Image.Pixels);
        Assert.Equal(eight[5].Image.Pixels, three[0].Image.Pixels);
        Assert.Equal(eight[0].Image.Pixels, three[1].Image.Pixels);
        Assert.Equal(["5", "0", "3"], three.Select(s => s.Request.Id));
    }

    [Fact]
    public void OnACpuTheMicroBatchMakesNoDifference()
    {
        using var model = Model();
        IReadOnlyList<ushort[]> With(int microBatch)
        {
            using var sampler = new Sampler(model, new SamplerOptions { MicroBatch = microBatch });
            return [.. sampler.Generate(Enumerable.Range(0, 9).Select(i => new SampleRequest(Tiny.Mask(i), i)).ToArray()).Select(i => i.Image.ToUInt16())];
        }

        var one = With(1);
        Assert.Equal(one, With(3));
        Assert.Equal(one, With(8));
    }

    [Fact]
    public void WhatIsNullOrDisposedIsNamed()
    {
        var model = Model();
        var sampler = new Sampler(model);
        Assert.Throws<ArgumentNullException>(() => sampler.Generate(null!, 1));
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sampler.Generate(Tiny.Mask(), 1));
        sampler.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sampler.Generate(Tiny.Mask(), 1));
    }

    [Fact]
    public void SeedsAndMasksMakeDifferentImages()
    {
        using var model = Model();
        using var sampler = new Sampler(model);
        var a = sampler.Generate(Tiny.Mask(0), 1);
        Assert.Equal(a.Pixels, sampler.Generate(Tiny.Mask(0), 1).Pixels);
        Assert.NotEqual(a.ToUInt16(), sampler.Generate(Tiny.Mask(0), 2).ToUInt16());
        Assert.NotEqual(a.ToUInt16(), sampler.Generate(Tiny.Mask(1), 1).ToUInt16());
    }

    [Fact]
    public void ThreadCountDoesNotChangeAnImage()
    {
        using var model = Model();
        using var sampler = new Sampler(model);
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = sampler.Generate(Tiny.Mask(0), 1);
            set_num_threads(2);
            Assert.Equal(one.Pixels, sampler.Generate(Tiny.Mask(0), 1).Pixels);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public async Task TheStreamGivesWhatTheListGives()
    {
        using var model = Model();
        using var sampler = new Sampler(model, new SamplerOptions { MicroBatch = 2 });
        var requests = Enumerable.Range(0, 5).Select(i => new SampleRequest(Tiny.Mask(i), i)).ToArray();
        var list = sampler.Generate(requests);
        var stream = new List<SyntheticImage>();
        await foreach (var image in sampler.GenerateAsync(Async(requests)))
            stream.Add(image);
        Assert.Equal(list.Select(i => i.Image.ToUInt16()), stream.Select(i => i.Image.ToUInt16()));
    }

    [Fact]
    public async Task ManyThreadsGetWhatOneGets()
    {
        using var model = Model();
        using var sampler = new Sampler(model);
        var expected = Enumerable.Range(0, 8).Select(i => sampler.Generate(Tiny.Mask(i), i).ToUInt16()).ToArray();
        var got = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => sampler.Generate(Tiny.Mask(i % 8), i % 8).ToUInt16())));
        for (var i = 0; i < got.Length; i++)
            Assert.Equal(expected[i % 8], got[i]);
    }

    [Fact]
    public void OutsideTheSectorThereIsNothingUnlessAskedFor()
    {
        using var model = Model();
        var mask = Tiny.Mask();
        using (var sampler = new Sampler(model))
        {
            var image = sampler.Generate(mask, 1);
            Assert.Equal(0, image[0, 5]);
            Assert.NotEqual(0, image[5, 5]);
            Assert.Equal(mask.Spacing, image.Spacing);
        }
        using var open = new Sampler(model, new SamplerOptions { ClearOutsideSector = false });
        Assert.NotEqual(0, open.Generate(mask, 1)[0, 5]);
    }

    [Fact]
    public void AMaskWithoutASectorTakesTheModelsOrIsRefused()
    {
        using var model = Model();
        var bare = new AnatomyMask(16, 16, new byte[256]);
        using var sampler = new Sampler(model);
        Assert.Contains("sector", Assert.Throws<ArgumentException>(() => sampler.Generate(bare, 1)).Message);
        var sector = new bool[256];
        Array.Fill(sector, true, 0, 128);
        model.DefaultSector = sector;
        var image = sampler.Generate(bare, 1);
        Assert.NotEqual(0, image[3, 3]);
        Assert.Equal(0, image[3, 12]);
    }

    [Fact]
    public void AMaskOfAnotherSizeIsFitted()
    {
        using var model = Model();
        using var sampler = new Sampler(model);
        var result = sampler.Generate([new SampleRequest(Tiny.Mask(0, 64), 1)])[0];
        Assert.Equal((16, 16), (result.Image.Width, result.Image.Height));
        Assert.Equal(2.0, result.Image.Spacing.X, 1e-9); // 64 pixels of 0.5 mm on 16
        Assert.True(result.Mask.Count(AnatomyLabel.LeftVentricle) > 0);
    }

    [Fact]
    public void SamplingLeavesNoTensorsBehindAndCanBeCancelled()
    {
        using var model = Model();
        using var sampler = new Sampler(model);
        sampler.Generate(Tiny.Mask(), 1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 20; i++)
            sampler.Generate(Tiny.Mask(), i);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        using var cancel = new CancellationTokenSource();
        var done = 0;
        Assert.Throws<OperationCanceledException>(() => sampler.Generate(
            Enumerable.Range(0, 50).Select(i => new SampleRequest(Tiny.Mask(), i)).ToArray(),
            new Each(p =>
            {
                done = p.Done;
                if (p.Done == 3)
                    cancel.Cancel();
            }),
            cancel.Token));
        Assert.Equal(3, done);
    }

    internal static EchoModel Model()
    {
        var model = Tiny.Model();
        DenoiserTests.Wake(model.Denoiser.Module);
        return model;
    }

    private static async IAsyncEnumerable<SampleRequest> Async(IEnumerable<SampleRequest> requests)
    {
        foreach (var request in requests)
        {
            await Task.Yield();
            yield return request;
        }
    }

    private sealed class Each(Action<SamplingProgress> action) : IProgress<SamplingProgress>
    {
        public void Report(SamplingProgress value) => action(value);
    }
}
