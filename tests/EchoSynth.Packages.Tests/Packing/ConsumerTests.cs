using System.Globalization;
using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Packing;

/// <summary>A stranger's path: the packages from a folder, new console projects outside the repository, their readmes' snippets.</summary>
[Collection(SharedPackages.Name)]
public sealed class ConsumerTests(PackedFeed feed)
{
    [Fact]
    public void SnippetsOfTheReadmesBuildAndRun()
    {
        using var consumer = new Consumer(feed);
        consumer.Dotnet("build", "Consumer.slnx", "-c", "Release", "-v", "quiet", "-clp:NoSummary").Expect(0);

        // The packages of just now, not older ones with the same version.
        Assert.Equal(feed.Read(Repository.MainPackage, "lib/net10.0/EchoSynth.dll"), File.ReadAllBytes(consumer.Output("Hearts", "EchoSynth.dll")));
        Assert.Equal(feed.Read("EchoSynth.Imaging", "lib/net10.0/EchoSynth.Imaging.dll"), File.ReadAllBytes(consumer.Output("Phantoms", "EchoSynth.Imaging.dll")));

        TrainsAndDraws(consumer);
        Assert.Matches(@"SSIM of two recordings of one heart: 0\.\d\d", consumer.Run("Phantoms").Expect(0).Output);
        if (Repository.IsSystem)
        {
            Assert.Contains("smoother", consumer.Run("Tensors").Expect(0).Output, StringComparison.Ordinal);
            BridgeIsPublished(consumer);
            LibTorchThatIsNotThereIsNamed(consumer);
        }
    }

    private static void TrainsAndDraws(Consumer consumer)
    {
        var said = consumer.Run("Hearts").Expect(0).Output.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Contains('=')).ToDictionary(line => line.Split('=')[0], line => line.Split('=')[1]);

        Assert.Equal("step-000000010", said["trained"]);
        Assert.True(double.Parse(said["spread"], CultureInfo.InvariantCulture) > 0.01, $"a blank image: its grey levels spread by {said["spread"]}");
        Assert.Equal("True", said["same"]);
        Assert.Equal("False", said["other"]);
        var picture = EchoSynth.Imaging.PngCodec.Read(consumer.File("Hearts", "heart.png"));
        Assert.Equal((64, 64), (picture.Width, picture.Height));
    }

    private static void BridgeIsPublished(Consumer consumer)
    {
        consumer.Dotnet("publish", "Tensors", "-c", "Release", "--no-build", "-o", "published", "-v", "quiet").Expect(0);
        Assert.True(File.Exists(consumer.File("published", "libechosynth_torch.so")));
    }

    private static void LibTorchThatIsNotThereIsNamed(Consumer consumer)
    {
        var refused = consumer.Dotnet("build", "Tensors", "-c", "Release", "--no-restore", "-v", "quiet", "-p:ECHOSYNTH_LIBTORCH=/nowhere/libtorch").Expect(1).Output;
        Assert.Contains("error ESLT005", refused, StringComparison.Ordinal);
        Assert.Contains("ECHOSYNTH_LIBTORCH is '/nowhere/libtorch'", refused, StringComparison.Ordinal);
    }
}
