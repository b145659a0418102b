using System.Runtime.InteropServices;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Sampling;
using EchoSynth.Telemetry;
using EchoSynth.Tensors;
using EchoSynth.Tests.Denoisers;
using EchoSynth.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Sampling;

public sealed class DeviceMemoryTests
{
    [Fact]
    public void AMicroBatchThatDoesNotFitIsHalvedUntilItDoes()
    {
        using var meter = new Metered();
        var log = new LogLines<Sampler>();
        using var model = Model(rows: 3);
        SampleRequest[] requests = [.. Enumerable.Range(0, 7).Select(i => new SampleRequest(Tiny.Mask(i), i))];
        using var straight = new Sampler(model, null, null, null, mayHalve: true, microBatch: 2);
        var expected = straight.Generate(requests).Select(i => i.Image.ToUInt16()).ToArray();

        using var sampler = new Sampler(model, null, log, meter.Metrics(), mayHalve: true, microBatch: 8);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(expected, sampler.Generate(requests).Select(i => i.Image.ToUInt16()));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(2, sampler.MicroBatch);
        var warnings = log.Lines.Where(l => l.Id == EchoSynthEvents.MicroBatchHalved).Select(l => l.Message).ToArray();
        Assert.Equal(2, warnings.Length);
        Assert.Contains("not enough for 8 images at once; going on with 4", warnings[0], StringComparison.Ordinal);
        Assert.Contains("not enough for 4 images at once; going on with 2", warnings[1], StringComparison.Ordinal);
        Assert.Equal(2, meter.Sum("echosynth.device.out_of_memory"));

        // It stays so.
        sampler.Generate(requests);
        Assert.Equal(2, meter.Sum("echosynth.device.out_of_memory"));
    }

    [Fact]
    public void WhatDoesNotFitAloneIsAClearError()
    {
        using var model = Model(rows: 0);
        using var sampler = new Sampler(model, null, null, null, mayHalve: true, microBatch: 4);
        var error = Assert.Throws<DeviceMemoryException>(() => sampler.Generate(Tiny.Mask(), 1));
        Assert.StartsWith("The memory of cpu is not enough for one image of 16 × 16 (", error.Message, StringComparison.Ordinal);
        Assert.Contains("Draw in fewer threads at once", error.Message, StringComparison.Ordinal);
        Assert.True(DeviceMemory.IsExhausted(error.InnerException!));
    }

    [Fact]
    public void ADataSetsMicroBatchIsNotChangedBehindItsBack()
    {
        using var model = Model(rows: 3);
        using var sampler = new Sampler(model, null, null, null, mayHalve: false, microBatch: 8);
        Assert.Contains("Set MicroBatch to 4", Assert.Throws<DeviceMemoryException>(() => sampler.Generate(Tiny.Mask(), 1)).Message, StringComparison.Ordinal);
        Assert.Equal(8, sampler.MicroBatch);

        using var probe = new Sampler(model, null, null, null, mayHalve: true, microBatch: 8);
        probe.Probe(default);
        Assert.Equal(2, probe.MicroBatch);
    }

    [Fact]
    public void OtherErrorsAreNotTakenForIt()
    {
        using var scope = NewDisposeScope();
        var allocation = Assert.ThrowsAny<ExternalException>(() => empty([1L << 50], uint8));
        Assert.True(DeviceMemory.IsExhausted(allocation), allocation.Message);
        Assert.DoesNotContain('\n', DeviceMemory.Words(allocation));
        var shapes = Assert.ThrowsAny<ExternalException>(() => zeros(2, 3).matmul(zeros(2, 3)));
        Assert.False(DeviceMemory.IsExhausted(shapes), shapes.Message);
        Assert.False(DeviceMemory.IsExhausted(new InvalidOperationException("out of memory")));
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 139.81 GiB")]
    [InlineData("[enforce fail at alloc_cpu.cpp:117] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 1125899906842624 bytes. Error code 12 (Cannot allocate memory)")]
    [InlineData("[enforce fail at alloc_cpu.cpp:80] data. DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.")]
    [InlineData("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    public void TheWordsOfEveryAllocatorAreKnown(string message)
    {
        Assert.True(DeviceMemory.IsExhausted(new Refused(message)));
        Assert.True(DeviceMemory.IsExhausted(new AggregateException(new InvalidOperationException("a layer", new Refused(message)))));
    }

    private sealed class Refused(string message) : ExternalException(message);

    private static EchoModel Model(int rows)
    {
        var model = new EchoModel(new LimitedDenoiser(new SpadeUNetDenoiser(Tiny.SpadeOptions), rows), Tiny.Size);
        DenoiserTests.Wake(model.Denoiser.Module);
        return model;
    }
}
