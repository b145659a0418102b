using EchoSynth.Checkpoints;
using EchoSynth.Sampling;
using EchoSynth.Tests.Sampling;
using EchoSynth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Hosting;

public sealed class AddEchoSynthTests
{
    [Fact]
    public void ASamplerComesOutOfTheContainer()
    {
        var folder = Tiny.TemporaryFolder();
        SamplerTests.Model().Save(folder);
        using var services = new ServiceCollection().AddEchoSynth(o => (o.ModelPath, o.Device) = (folder, "cpu")).BuildServiceProvider();

        var image = services.GetRequiredService<Sampler>().Generate(Tiny.Mask(), 1);

        Assert.Equal(16, image.Width);
        Assert.Same(services.GetRequiredService<EchoModel>(), services.GetRequiredService<EchoModel>());
    }

    [Fact]
    public void EveryWrongOptionIsNamedAtOnce()
    {
        using var services = new ServiceCollection().AddEchoSynth(o => (o.Device, o.MicroBatch, o.Threads) = ("tpu", 0, -1)).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<Sampler>());
        Assert.Equal(
            ["ModelPath is ''; it is required and must not be empty.", "Device is 'tpu'; it must be auto, cpu, cuda or cuda:N.", "MicroBatch is 0; it must be between 1 and 1024.", "Threads is -1; it must be between 0 and 1024."],
            error.Failures.Order(Comparer<string>.Create((a, b) => Array.IndexOf(["Mo", "De", "Mi", "Th"], a[..2]) - Array.IndexOf(["Mo", "De", "Mi", "Th"], b[..2]))));
    }
}
