using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class FolderDatasetTests
{
    private static readonly PixelSpacing s_spacing = new(0.5, 0.25);

    [Theory]
    [InlineData(".png", ".png")]
    [InlineData(".png", ".nii.gz")]
    [InlineData(".nii", ".mha")]
    [InlineData(".mhd", ".mhd")]
    public void Pairs_in_one_folder(string imageExtension, string maskExtension)
    {
        using var folder = new TestFolder();
        EchoFile.WriteImage(folder["b" + imageExtension], Fixture.Image(7, 6, 1, s_spacing));
        EchoFile.WriteMask(folder["b_gt" + maskExtension], Fixture.Mask(7, 6, s_spacing));
        EchoFile.WriteImage(folder["a" + imageExtension], Fixture.Image(7, 6, 2, s_spacing));
        EchoFile.WriteMask(folder["a_gt" + maskExtension], Fixture.Mask(7, 6, s_spacing));
        folder.Write("notes.txt", "not an image");
        var data = EchoDatasets.Open(folder.Root);
        Assert.IsType<FolderDataset>(data);
        Assert.Equal(["a", "b"], data.Items.Select(i => i.Id));
        var pair = data.Load(data.Items[1]);
        Assert.Equal(Fixture.Image(7, 6, 1).ToBytes(), pair.Image.ToBytes());
        Assert.Equal(Fixture.Mask(7, 6).Labels.ToArray(), pair.Mask.Labels.ToArray());
        Assert.Equal((s_spacing, s_spacing), (pair.Image.Spacing, pair.Mask.Spacing));
    }

    [Fact]
    public void Pairs_in_two_folders_with_names_like_those_of_CAMUS()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "images/patient0012_4CH_ES.png", "images/x.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            EchoFile.WriteImage(folder[name], Fixture.Image(5, 4));
        }
        Directory.CreateDirectory(folder["masks"]);
        EchoFile.WriteMask(folder["masks/patient0012_4CH_ES_gt.png"], Fixture.Mask(5, 4));
        EchoFile.WriteMask(folder["masks/x.png"], Fixture.Mask(5, 4));
        var items = EchoDatasets.Open(folder.Root).Items;
        Assert.Equal(("patient0012_4CH_ES", "patient0012", EchoView.FourChamber, CardiacPhase.EndSystole), (items[0].Id, items[0].PatientId, items[0].View, items[0].Phase));
        Assert.Equal(("x", "x", EchoView.Unknown, CardiacPhase.Unknown), (items[1].Id, items[1].PatientId, items[1].View, items[1].Phase));
    }

    [Fact]
    public void Files_without_a_partner_and_double_ids_are_named()
    {
        using var folder = new TestFolder();
        EchoFile.WriteImage(folder["a.png"], Fixture.Image(5, 4));
        EchoFile.WriteImage(folder["b.png"], Fixture.Image(5, 4));
        EchoFile.WriteMask(folder["b_gt.png"], Fixture.Mask(5, 4));
        EchoFile.WriteMask(folder["c_gt.png"], Fixture.Mask(5, 4));
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "a.png (no mask)", "c_gt.png (no image)");
        EchoFile.WriteImage(folder["b.nii"], Fixture.Image(5, 4));
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "same id \"b\"");
    }

    [Fact]
    public void Sizes_must_agree()
    {
        using var folder = new TestFolder();
        EchoFile.WriteImage(folder["a.png"], Fixture.Image(5, 4));
        EchoFile.WriteMask(folder["a_gt.png"], Fixture.Mask(4, 5));
        var data = FolderDataset.Open(folder.Root);
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[0]), "a_gt.png", "4 × 5", "5 × 4");
    }

    [Fact]
    public void Masks_alone_and_images_alone_can_be_listed_but_are_no_data_set()
    {
        using var folder = new TestFolder();
        PngCodec.WriteMask(folder["m1.png"], Fixture.Mask(5, 4));
        PngCodec.WriteMask(folder["m2.png"], Fixture.Mask(5, 4));
        Assert.Equal(["m1", "m2"], FolderDataset.FindMasks(folder.Root).Keys);
        Assert.Equal(["m1", "m2"], FolderDataset.FindImages(folder.Root).Keys);
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder.Root), "no pairs", "2 images, 0 masks");
        PngCodec.WriteMask(folder["m1_gt.png"], Fixture.Mask(5, 4));
        Assert.Equal(folder["m1_gt.png"], Assert.Single(FolderDataset.FindMasks(folder.Root)).Value);
    }

    [Fact]
    public void The_opener_says_what_it_looked_for()
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder.Root), "patientNNNN", "images/", "_gt");
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder["none"]), "does not exist");
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder.Write("f.png", "x")), "a folder is needed");
        CamusFixture.Write(folder.Root, CamusLayout.Nifti, "patient0001");
        Assert.IsType<CamusDataset>(EchoDatasets.Open(folder.Root));
    }

    [Fact]
    public void What_a_folder_annotates_is_what_its_masks_hold()
    {
        using var folder = new TestFolder();
        for (var i = 0; i < 12; i++)
        {
            EchoFile.WriteImage(folder[$"{i:D2}.png"], Fixture.Image(8, 8));
            EchoFile.WriteMask(folder[$"{i:D2}_gt.png"], new AnatomyMask(8, 8, [.. Enumerable.Repeat((byte)(i % 2), 64)]));
        }
        Assert.Equal([AnatomyLabel.LeftVentricle], FolderDataset.Open(folder.Root).Annotated);
        Assert.Equal([AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium], FolderDataset.Open(folder.Root, new FolderOptions { LabelMap = LabelMap.Parse("1=lv,2=myo") }).Annotated);
    }
}
