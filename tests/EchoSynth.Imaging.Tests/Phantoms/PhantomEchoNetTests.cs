using System.Security.Cryptography;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Tests.Support;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Tests.Phantoms;

public class PhantomEchoNetTests
{
    public static TheoryData<DatasetLayout, int> Cases => new()
    {
        { DatasetLayout.EchoNetDynamic, 32 },
        { DatasetLayout.EchoNetDynamic, 113 },
        { DatasetLayout.EchoNetPediatric, 112 },
        { DatasetLayout.EchoNetPediatric, 256 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_written_is_read_by_the_EchoNet_readers(DatasetLayout layout, int size)
    {
        using var folder = new TestFolder();
        var root = folder["set"];
        var phantom = PhantomDataset.Write(root, new PhantomDatasetOptions { Patients = 3, Size = size, Layout = layout, Scanner = "all", Seed = 3 });
        var data = EchoDatasets.Open(root);
        Assert.Equal(layout == DatasetLayout.EchoNetDynamic ? typeof(EchoNetDynamicDataset) : typeof(EchoNetPediatricDataset), data.GetType());
        Assert.Equal(phantom.Options, PhantomDataset.TryOpen(root)!.Options);
        Assert.Equal(6, data.Items.Count);
        Assert.Empty(data.Skipped);
        Assert.Equal([DatasetSplit.Training, DatasetSplit.Validation, DatasetSplit.Testing], data.Items.Select(i => i.Split).Distinct());
        foreach (var item in data.Items)
        {
            Assert.Equal(item.Phase == CardiacPhase.EndDiastole ? PhantomEchoNetLayout.Diastole : PhantomEchoNetLayout.Systole, item.Frame);
            var pair = data.Load(item);
            var drawn = PhantomSimulator.RenderMask(phantom.Anatomy(item), item.View, item.Phase == CardiacPhase.EndSystole ? 1 : 0, phantom.Scanner(item), size);
            Assert.InRange(Overlap(drawn.Labels, pair.Mask.Labels), 0.97, 1);
            var redrawn = phantom.Redraw(item, 0).ToBytes();
            Assert.InRange(redrawn.Zip(pair.Image.ToBytes()).Average(p => Math.Abs(p.First - p.Second)), 0, 3);
            Assert.Equal(PhantomEchoNetLayout.Frames, VideoFile.Probe(item.ImagePath).FrameCount);
            Assert.Equal("mjpeg", VideoFile.Probe(item.ImagePath).Codec);
            var info = data is EchoNetDynamicDataset dynamic ? dynamic.Info(item.PatientId) : ((EchoNetPediatricDataset)data).Info(item.PatientId);
            Assert.Equal(100 * phantom.Anatomy(item).EjectionFraction, info.EjectionFraction!.Value, 0.6);
            if (layout == DatasetLayout.EchoNetDynamic)
                Assert.Equal(phantom.Anatomy(item).Volumes().EndDiastolicMl, info.EndDiastolicVolume!.Value, 0.06);
        }
    }

    [Fact]
    public void The_cycle_is_eased_and_closes()
    {
        var cycle = Enumerable.Range(0, PhantomEchoNetLayout.Frames).Select(PhantomEchoNetLayout.Contraction).ToArray();
        Assert.Equal((0, 1), (cycle[PhantomEchoNetLayout.Diastole], cycle[PhantomEchoNetLayout.Systole]));
        Assert.Equal(1, cycle.Count(c => c == 0));
        for (var k = 0; k < cycle.Length; k++)
            Assert.InRange(Math.Abs(cycle[k] - cycle[(k + 1) % cycle.Length]), 0.01, 0.35);
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_threads()
    {
        using var folder = new TestFolder();
        Assert.Equal(Digest("one", 1), Digest("four", 4));

        string Digest(string name, int threads)
        {
            PhantomDataset.Write(folder[name], new PhantomDatasetOptions { Patients = 3, Size = 32, MaxThreads = threads, Layout = DatasetLayout.EchoNetDynamic });
            var files = Directory.EnumerateFiles(folder[name], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
            return string.Join(" ", files.Select(f => Path.GetRelativePath(folder[name], f) + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))));
        }
    }

    [Fact]
    public void A_set_of_one_layout_is_replaced_by_another_and_what_is_not_its_own_stays()
    {
        using var folder = new TestFolder();
        var small = new PhantomDatasetOptions { Patients = 1, Size = 32 };
        PhantomDataset.Write(folder.Root, small with { Layout = DatasetLayout.EchoNetDynamic });
        PhantomDataset.Write(folder.Root, small with { Layout = DatasetLayout.EchoNetPediatric });
        Assert.Equal(["A4C", "phantom.json"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        PhantomDataset.Write(folder.Root, small);
        var mine = folder.Write("Videos/mine.avi", "precious");
        Fixture.Throws<IOException>(() => PhantomDataset.Write(folder.Root, small with { Layout = DatasetLayout.EchoNetDynamic }), "Videos", "in the way");
        Assert.Equal("precious", File.ReadAllText(mine));
        Assert.IsType<CamusDataset>(EchoDatasets.Open(folder.Root));
        Assert.NotNull(PhantomDataset.TryOpen(folder.Root));
    }

    [Fact]
    public void Cancelling_leaves_nothing()
    {
        using var folder = new TestFolder();
        using var source = new CancellationTokenSource();
        var progress = new Cancelling(source);
        Assert.ThrowsAny<OperationCanceledException>(() => PhantomDataset.Write(folder["set"], new PhantomDatasetOptions { Patients = 40, Size = 32, Layout = DatasetLayout.EchoNetDynamic }, progress, source.Token));
        Assert.False(Directory.Exists(folder["set"]));
    }

    private static double Overlap(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            both += a[i] == 1 && b[i] == 1 ? 1 : 0;
            either += a[i] == 1 || b[i] == 1 ? 1 : 0;
        }
        return (double)both / either;
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<PhantomDatasetProgress>
    {
        public void Report(PhantomDatasetProgress value) => source.Cancel();
    }
}
