using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Phantoms;

/// <summary>What is written in each layout reads back as the phantoms that were drawn.</summary>
public class PhantomLayoutTests
{
    private const int Size = 96;

    [Fact]
    public void TED_keeps_every_frame_and_tells_which_are_ED_and_ES()
    {
        using var folder = new TestFolder();
        var (phantom, data) = Written<TedDataset>(folder, DatasetLayout.Ted, 2);
        Assert.Equal(["patient001", "patient002"], data.Items.Select(i => i.PatientId).Distinct());
        Assert.Equal(14, data.Items.Count);
        Assert.All(data.Items, i => Assert.Equal((EchoView.FourChamber, DatasetSplit.Unassigned), (i.View, i.Split)));
        Assert.Equal([AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium], data.Annotated);
        foreach (var item in data.Items.Where(i => i.Phase != CardiacPhase.Unknown))
        {
            var pair = data.Load(item);
            Assert.Equal(phantom.Redraw(item, 0).ToBytes(), pair.Image.ToBytes());
            Assert.Equal(Labels(phantom, item, item.Phase == CardiacPhase.EndSystole ? 1 : 0, AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium), pair.Mask.Labels.ToArray());
            Assert.Equal(pair.Image.Spacing, pair.Mask.Spacing);
            Assert.NotEqual(PixelSpacing.Unit, pair.Image.Spacing);
        }
        Assert.Equal(["patient001_4CH_000", "patient001_4CH_003"], data.Items.Where(i => i.PatientId == "patient001" && i.Phase != CardiacPhase.Unknown).Select(i => i.Id));
        var areas = data.Items.Take(7).Select(i => data.Load(i).Mask.Count(AnatomyLabel.LeftVentricle)).ToArray();
        Assert.Equal((areas.Max(), areas.Min()), (areas[0], areas[3]));
    }

    [Fact]
    public void CardiacUDA_has_the_labelled_frames_only()
    {
        using var folder = new TestFolder();
        var (phantom, data) = Written<CardiacUdaDataset>(folder, DatasetLayout.CardiacUda, 2);
        Assert.Equal(["Site_P_patient1-4_000", "Site_P_patient1-4_003", "Site_P_patient2-4_000", "Site_P_patient2-4_003"], data.Items.Select(i => i.Id));
        Assert.Equal([AnatomyLabel.LeftVentricle, AnatomyLabel.LeftAtrium], data.Annotated);
        foreach (var item in data.Items)
        {
            var (pair, phase) = (data.Load(item), item.Frame == 0 ? CardiacPhase.EndDiastole : CardiacPhase.EndSystole);
            Assert.Equal(phantom.Redraw(item with { Phase = phase }, 0).ToBytes(), pair.Image.ToBytes());
            Assert.Equal(Labels(phantom, item with { Phase = phase }, item.Frame == 0 ? 0 : 1, AnatomyLabel.LeftVentricle, AnatomyLabel.LeftAtrium), pair.Mask.Labels.ToArray());
        }
    }

    [Fact]
    public void Unitys_curves_give_the_cavity_back()
    {
        using var folder = new TestFolder();
        var (phantom, data) = Written<UnityDataset>(folder, DatasetLayout.Unity, 3);
        Assert.Equal(6, data.Items.Count);
        Assert.Equal(3, data.Items.Select(i => i.PatientId).Distinct().Count());
        Assert.Equal([DatasetSplit.Training, DatasetSplit.Training, DatasetSplit.Validation, DatasetSplit.Validation, DatasetSplit.Testing, DatasetSplit.Testing], data.Items.Select(i => i.Split));
        Assert.Equal([AnatomyLabel.LeftVentricle], data.Annotated);
        Assert.Empty(data.Skipped);
        foreach (var item in data.Items)
        {
            var (pair, systole) = (data.Load(item), item.Id.EndsWith("0001", StringComparison.Ordinal));
            var known = item with { View = EchoView.FourChamber, Phase = systole ? CardiacPhase.EndSystole : CardiacPhase.EndDiastole };
            Assert.Equal(phantom.Redraw(known, 0).ToBytes(), pair.Image.ToBytes());
            var overlap = Overlap(Labels(phantom, known, systole ? 1 : 0, AnatomyLabel.LeftVentricle), pair.Mask.Labels, AnatomyLabel.LeftVentricle);
            Assert.True(overlap >= 0.97, $"{item.Id}: IoU {overlap}");
        }
    }

    [Fact]
    public void HMC_QU_keeps_the_wall_and_gives_the_cavity_back()
    {
        using var folder = new TestFolder();
        var (phantom, data) = Written<HmcQuDataset>(folder, DatasetLayout.HmcQu, 2);
        Assert.Equal(14, data.Items.Count);
        Assert.Equal(("ES0001", "ES0001_4CH_1_002", 2), (data.Items[0].PatientId, data.Items[0].Id, data.Items[0].Frame));
        Assert.Equal([AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium], data.Annotated);
        var wall = HmcQuDataset.Open(folder.Root, new HmcQuOptions { FillCavity = false });
        Assert.Equal([AnatomyLabel.Myocardium], wall.Annotated);
        Assert.Equal(data.Items, wall.Items);
        foreach (var item in data.Items.Where(i => i.Frame is 2 or 5))
        {
            var known = item with { Phase = item.Frame == 2 ? CardiacPhase.EndDiastole : CardiacPhase.EndSystole };
            var pair = data.Load(item);
            Assert.Equal(phantom.Redraw(known, 0).ToBytes(), pair.Image.ToBytes());
            var truth = Labels(phantom, known, item.Frame == 2 ? 0 : 1, AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium);
            Assert.Equal([.. truth.Select(l => l == 2 ? l : (byte)0)], wall.Load(item).Mask.Labels.ToArray());
            Assert.True(Overlap(truth, pair.Mask.Labels, AnatomyLabel.Myocardium) == 1);
            var overlap = Overlap(truth, pair.Mask.Labels, AnatomyLabel.LeftVentricle);
            Assert.True(overlap >= 0.97, $"{item.Id}: IoU {overlap}");
        }
    }

    [Fact]
    public void One_layout_replaces_another_and_what_is_in_the_way_stays()
    {
        using var folder = new TestFolder();
        var options = new PhantomDatasetOptions { Patients = 1, Size = 32 };
        PhantomDataset.Write(folder.Root, options with { Layout = DatasetLayout.Unity });
        PhantomDataset.Write(folder.Root, options with { Layout = DatasetLayout.CardiacUda });
        Assert.Equal(["Site_P", "phantom.json"], Directory.EnumerateFileSystemEntries(folder.Root).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal));
        folder.Write("labels/mine.txt", "precious");
        Fixture.Throws<IOException>(() => PhantomDataset.Write(folder.Root, options with { Layout = DatasetLayout.Unity }), "labels", "in the way");
        Assert.True(File.Exists(folder["labels/mine.txt"]));
        Assert.IsType<CardiacUdaDataset>(EchoDatasets.Open(folder.Root));
    }

    private static (PhantomDataset Phantom, T Data) Written<T>(TestFolder folder, DatasetLayout layout, int patients) where T : IEchoDataset
    {
        var phantom = PhantomDataset.Write(folder.Root, new PhantomDatasetOptions { Patients = patients, Size = Size, Layout = layout, Seed = 3 });
        Assert.IsType<T>(EchoDatasets.Open(folder.Root, layout));
        return (phantom, Assert.IsType<T>(EchoDatasets.Open(folder.Root)));
    }

    private static byte[] Labels(PhantomDataset phantom, EchoItem item, double contraction, params AnatomyLabel[] kept)
    {
        var mask = PhantomSimulator.RenderMask(phantom.Anatomy(item), EchoView.FourChamber, contraction, phantom.Scanner(item), Size);
        return [.. mask.Labels.ToArray().Select(l => kept.Contains((AnatomyLabel)l) ? l : (byte)0)];
    }

    private static double Overlap(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, AnatomyLabel label)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            both += a[i] == (byte)label && b[i] == (byte)label ? 1 : 0;
            either += a[i] == (byte)label || b[i] == (byte)label ? 1 : 0;
        }
        return (double)both / either;
    }
}
