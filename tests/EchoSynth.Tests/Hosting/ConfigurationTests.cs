using EchoSynth.Checkpoints;
using EchoSynth.Hosting;
using EchoSynth.Sampling;
using EchoSynth.Telemetry;
using EchoSynth.Tensors;
using EchoSynth.Tests.Sampling;
using EchoSynth.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Hosting;

public sealed class ConfigurationTests
{
    private readonly string _folder = Tiny.TemporaryFolder();

    [Fact]
    public void OptionsComeFromASectionOfTheConfiguration()
    {
        using var services = Services(("modelpath", "somewhere"), ("Device", "cuda:1"), ("MicroBatch", "4"), ("Threads", "2"), ("Precision", "mixedbfloat16"));
        var options = new EchoSynthOptions();
        foreach (var configure in services.GetServices<IConfigureOptions<EchoSynthOptions>>())
            configure.Configure(options);
        Assert.Equal(("somewhere", "cuda:1", 4, 2, Precision.MixedBFloat16), (options.ModelPath, options.Device, options.MicroBatch, options.Threads, options.Precision));
    }

    [Fact]
    public async Task AHostWithoutErrorsStartsAndDraws()
    {
        using (var model = SamplerTests.Model())
            model.Save(_folder);
        var log = new LogLines<EchoModel>();
        using var meter = new Metered();
        using var host = Host(s => s.AddSingleton<ILogger<EchoModel>>(log).AddSingleton<System.Diagnostics.Metrics.IMeterFactory>(meter), ("ModelPath", _folder), ("Device", "cpu"));
        await host.StartAsync();
        Assert.Empty(log.Lines); // the model is read when it is asked for
        host.Services.GetRequiredService<Sampler>().Generate(Tiny.Mask(), 1);
        Assert.Equal([EchoSynthEvents.ModelLoaded], log.Lines.Select(l => l.Id));
        Assert.Equal(1, meter.Sum("echosynth.images"));
        Assert.Single(meter.Of("echosynth.model.load.duration"));
        await host.StopAsync();
    }

    [Fact]
    public async Task EveryErrorIsNamedWhenTheHostStarts()
    {
        using var host = Host(_ => { }, ("ModelPath", Path.Combine(_folder, "none")), ("Device", "tpu"), ("MicroBatch", "many"), ("Threads", "-1"), ("Modle", "x"), ("Precision", "Half"), ("Threads:x", "3"), ("Domain:0", "a"), ("Domain:1:b", "c"));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(
            [
                "Device is 'tpu'; it must be auto, cpu, cuda or cuda:N.",
                "EchoSynth:Domain:0 is not an option; EchoSynth:Domain must be a text, with nothing below it.",
                "EchoSynth:Domain:1 is not an option; EchoSynth:Domain must be a text, with nothing below it.",
                "EchoSynth:MicroBatch is 'many'; it must be a whole number.",
                "EchoSynth:Modle is not an option; options are ModelPath, Device, MicroBatch, Threads, Domain, Precision.",
                "EchoSynth:Precision is 'Half'; it must be one of Full, MixedBFloat16.",
                "EchoSynth:Threads:x is not an option; EchoSynth:Threads must be a whole number, with nothing below it.",
                $"ModelPath is '{Path.Combine(_folder, "none")}'; it must be a model folder: {Path.Combine(_folder, "none")}: there is no such folder.",
                "Threads is -1; it must be between 0 and 1024.",
            ],
            error.Failures.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("config.json", "{}", "\"format\" must be")]
    [InlineData("denoiser.safetensors", "short", "8 bytes of header length")]
    public async Task AModelFolderThatIsNoneIsNamedWhenTheHostStarts(string file, string content, string problem)
    {
        using (var model = SamplerTests.Model())
            model.Save(_folder);
        File.WriteAllText(Path.Combine(_folder, file), content);
        using var host = Host(_ => { }, ("ModelPath", _folder), ("Device", "cuda:77"));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(2, error.Failures.Count());
        Assert.Contains(error.Failures, f => f.Contains(Path.Combine(_folder, file), StringComparison.Ordinal) && f.Contains(problem, StringComparison.Ordinal));
        Assert.Contains(error.Failures, f => f.StartsWith("Device is 'cuda:77': There is no device cuda:77 here", StringComparison.Ordinal));
    }

    private static IHost Host(Action<IServiceCollection> more, params (string Key, string Value)[] values) =>
        new HostBuilder().ConfigureServices(services =>
        {
            more(services);
            services.AddEchoSynth(Section(values));
        }).Build();

    private static ServiceProvider Services(params (string Key, string Value)[] values) => new ServiceCollection().AddEchoSynth(Section(values)).BuildServiceProvider();

    private static IConfigurationSection Section((string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>($"EchoSynth:{v.Key}", v.Value))).Build().GetSection("EchoSynth");
}
