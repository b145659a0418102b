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
        ModelComesAlong(consumer);
        Assert.Matches(@"SSIM of two recordings of one heart: 0\.\d\d", consumer.Run("Phantoms").Expect(0).Output);
        if (Repository.IsSystem)
        {
            Assert.Contains("smoother", consumer.Run("Tensors").Expect(0).Output, StringComparison.Ordinal);
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

    /// <summary>Through another package, into the output and what is published, once; and so does the bridge.</summary>
    private void ModelComesAlong(Consumer consumer)
    {
        consumer.Run("Looks").Expect(0);
        var picture = EchoSynth.Imaging.PngCodec.Read(consumer.File("Looks", "heart.png"));
        Assert.Equal((128, 128), (picture.Width, picture.Height));

        consumer.Dotnet("publish", "Looks", "-c", "Release", "--no-build", "-o", "published", "-v", "quiet").Expect(0);
        using var package = feed.Open("EchoSynth.PhantomModel");
        foreach (var folder in new[] { Path.GetDirectoryName(consumer.Output("Looks", "Looks.dll"))!, consumer.File("published") })
        {
            var weights = Assert.Single(Directory.GetFiles(folder, "*.safetensors", SearchOption.AllDirectories));
            Assert.Equal(feed.Read("EchoSynth.PhantomModel", "phantom-128/denoiser.safetensors"), File.ReadAllBytes(weights));
            Assert.Equal(
                package.Entries.Select(e => e.FullName).Where(n => n.StartsWith("phantom-128/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
                Directory.GetFiles(Path.Combine(folder, "phantom-128")).Select(f => "phantom-128/" + Path.GetFileName(f)).Order(StringComparer.Ordinal));
            Assert.Equal(Repository.IsSystem, File.Exists(Path.Combine(folder, "libechosynth_torch.so")));
        }
        Assert.Single(package.Entries, e => e.Name == "denoiser.safetensors");
    }

    private static void LibTorchThatIsNotThereIsNamed(Consumer consumer)
    {
        var refused = consumer.Dotnet("build", "Tensors", "-c", "Release", "--no-restore", "-v", "quiet", "-p:ECHOSYNTH_LIBTORCH=/nowhere/libtorch").Expect(1).Output;
        Assert.Contains("error ESLT005", refused, StringComparison.Ordinal);
        Assert.Contains("ECHOSYNTH_LIBTORCH is '/nowhere/libtorch'", refused, StringComparison.Ordinal);
    }
}
