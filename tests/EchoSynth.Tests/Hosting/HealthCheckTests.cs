using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Tests.Sampling;
using EchoSynth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Hosting;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task AModelThatPredictsIsHealthyAndLeavesNothing()
    {
        var folder = Tiny.TemporaryFolder();
        using (var model = SamplerTests.Model())
            model.Save(folder);
        using var services = Services(s => s.AddEchoSynth(o => (o.ModelPath, o.Device) = (folder, "cpu")));
        var first = await Check(services);
        Assert.True(first.Status == HealthStatus.Healthy, first.Description);
        Assert.Equal(("spade-unet", 16, "cpu"), (first.Data["denoiser"], first.Data["imageSize"], first.Data["device"]));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 10; i++)
            Assert.Equal(HealthStatus.Healthy, (await Check(services)).Status);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public async Task AModelThatCannotBeReadIsNamed()
    {
        var folder = Tiny.TemporaryFolder();
        using var services = Services(s => s.AddEchoSynth(o => (o.ModelPath, o.Device) = (folder, "cpu")), HealthStatus.Degraded);
        var result = await Check(services);
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Contains($"{folder}: is not a model folder", result.Description, StringComparison.Ordinal);

        // Once it is there, the next check finds it.
        using (var model = SamplerTests.Model())
            model.Save(folder);
        Assert.Equal(HealthStatus.Healthy, (await Check(services)).Status);
    }

    [Fact]
    public async Task WhatTakesTooLongOrIsNotFiniteIsUnhealthy()
    {
        using var go = new ManualResetEventSlim();
        using var model = new EchoModel(new Stuck(go), Tiny.Size);
        using var services = Services(s => s.AddSingleton(model), timeout: TimeSpan.FromMilliseconds(50));
        Assert.Contains("no prediction within 0.05 s", (await Check(services)).Description, StringComparison.Ordinal);
        Assert.Contains("has been running since", (await Check(services)).Description, StringComparison.Ordinal);
        go.Set();
        HealthReportEntry result;
        do
            result = await Check(services);
        while (!result.Description!.Contains("not finite", StringComparison.Ordinal));
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddHealthChecks().AddEchoSynth(timeout: TimeSpan.Zero));
    }

    [Fact]
    public async Task ChecksAtOnceShareOnePrediction()
    {
        using var go = new ManualResetEventSlim();
        var denoiser = new Stuck(go) { Scale = 1 };
        using var model = new EchoModel(denoiser, Tiny.Size);
        using var services = Services(s => s.AddSingleton(model), timeout: TimeSpan.FromSeconds(60));
        var checks = Enumerable.Range(0, 8).Select(_ => Check(services)).ToArray();
        Assert.True(SpinWait.SpinUntil(() => denoiser.Predictions > 0, TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain(checks, c => c.IsCompleted);
        go.Set();
        Assert.All(await Task.WhenAll(checks), r => Assert.True(r.Status == HealthStatus.Healthy, r.Description));

        // The next check begins anew.
        var before = denoiser.Predictions;
        Assert.Equal(HealthStatus.Healthy, (await Check(services)).Status);
        Assert.Equal(before + 1, denoiser.Predictions);
    }

    private static ServiceProvider Services(Action<IServiceCollection> more, HealthStatus? failure = null, TimeSpan? timeout = null)
    {
        var services = new ServiceCollection().AddLogging();
        more(services);
        services.AddHealthChecks().AddEchoSynth(failureStatus: failure, tags: ["ready"], timeout: timeout);
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> Check(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(r => r.Tags.Contains("ready"))).Entries["echosynth"];

    /// <summary>Waits, and then predicts nonsense, or the noise itself.</summary>
    private sealed class Stuck(ManualResetEventSlim go) : IMaskConditionedDenoiser
    {
        private int _predictions;

        public int Predictions => Volatile.Read(ref _predictions);

        public int Scale { get; init; }

        public string Kind => "stuck";

        public object Options { get; } = new { };

        public nn.Module Module { get; } = nn.Identity();

        public int MaskChannels => 4;

        public string? CheckSize(int width, int height) => null;

        public int LatentLength(int width, int height) => 1;

        public MaskCondition Encode(Tensor mask) => new(mask);

        public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
        {
            Interlocked.Increment(ref _predictions);
            go.Wait();
            return noisy / Scale;
        }

        public void Dispose() => Module.Dispose();
    }
}
