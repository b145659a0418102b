using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

/// <summary>TED and CardiacUDA, by small copies of what public loaders expect.</summary>
public class SequenceDatasetTests
{
    private static readonly VolumeSpacing s_spacing = new(0.3, 0.15, 1);

    [Fact]
    public void TED_takes_ED_and_ES_from_the_cfg_and_the_rest_as_frames()
    {
        using var folder = new TestFolder();
        Ted(folder, "patient002", 3, "ES: 1\nED: 3\nNbFrame: 3\n");
        Ted(folder, "patient001", 2, null);
        var data = Assert.IsType<TedDataset>(EchoDatasets.Open(folder.Root));
        Assert.Equal(["patient001_4CH_000", "patient001_4CH_001", "patient002_4CH_000", "patient002_4CH_001", "patient002_4CH_002"], data.Items.Select(i => i.Id));
        Assert.Equal([CardiacPhase.Unknown, CardiacPhase.Unknown, CardiacPhase.EndSystole, CardiacPhase.Unknown, CardiacPhase.EndDiastole], data.Items.Select(i => i.Phase));
        var pair = data.Load(data.Items[4]);
        Assert.Equal(Grey(2), pair.Image.ToBytes());
        Assert.Equal(Labels(2), pair.Mask.Labels.ToArray());
        Assert.Equal(new PixelSpacing(0.3, 0.15), pair.Mask.Spacing);
    }

    [Fact]
    public void An_incomplete_patient_of_TED_is_an_error_or_left_out()
    {
        using var folder = new TestFolder();
        Ted(folder, "patient001", 2, null);
        Ted(folder, "patient002", 2, "ED: 9\n");
        Ted(folder, "patient003", 2, null);
        File.Delete(folder["database/patient003/patient003_4CH_sequence_gt.mhd"]);
        Fixture.Throws<EchoFormatException>(() => TedDataset.Open(folder.Root), "patient002_4CH_info.cfg", "ED", "9", "frames 1 to 2");
        var data = TedDataset.Open(folder.Root, new TedOptions { SkipIncomplete = true });
        Assert.Equal(2, data.Items.Count);
        Assert.Equal(["patient002", "patient003"], data.Skipped.Select(s => s.Id));
        Assert.Contains("has no mask", data.Skipped[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CAMUS_of_the_older_layout_with_sequences_is_no_TED()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.MetaImage, "patient0001");
        MetaImageFile.Write(folder["training/patient0001/patient0001_4CH_sequence.mhd"], ImageVolume.Create<byte>(3, 2, 2, new byte[12]));
        Assert.IsType<CamusDataset>(EchoDatasets.Open(folder.Root));
        Assert.IsType<CamusDataset>(EchoDatasets.Open(folder["training"]));
        Fixture.Throws<EchoFormatException>(() => TedDataset.Open(folder.Root), "no TED layout");
    }

    [Fact]
    public void CardiacUDA_says_which_views_and_videos_it_leaves_out()
    {
        using var folder = new TestFolder();
        Uda(folder, "Site_G_20/patient7-4", 0, 2);
        Uda(folder, "Site_R_52/patient7-4", 1);
        Uda(folder, "Site_R_52/patient8-4");
        Uda(folder, "Site_R_52/patient8-1", 1);
        Uda(folder, "label_all_frame/patient7-4", 0, 1, 2);
        var data = Assert.IsType<CardiacUdaDataset>(EchoDatasets.Open(folder.Root));
        Assert.Equal(["Site_G_20_patient7-4_000", "Site_G_20_patient7-4_002", "Site_R_52_patient7-4_001"], data.Items.Select(i => i.Id));
        Assert.Equal(["Site_G_20_patient7", "Site_R_52_patient7"], data.Items.Select(i => i.PatientId).Distinct());
        Assert.Equal(["view 1", "label_all_frame", "Site_R_52_patient8-4"], data.Skipped.Select(s => s.Id));
        Assert.Equal(EchoView.Unknown, Assert.Single(CardiacUdaDataset.Open(folder.Root, new CardiacUdaOptions { View = 1 }).Items).View);
        Assert.Equal(3, CardiacUdaDataset.Open(folder["label_all_frame"]).Items.Count);
        // 1 LV, 2 left atrium, 3 and 4 the right heart.
        Assert.Equal([.. Labels(2).Select(l => l switch { 1 => 1, 2 => 3, _ => 0 })], data.Load(data.Items[1]).Mask.Labels.ToArray().Select(l => (int)l));
        var right = CardiacUdaDataset.Open(folder.Root, new CardiacUdaOptions { LabelMap = LabelMap.Parse("1=background,2=background,3=background,4=lv") });
        Assert.Equal([AnatomyLabel.LeftVentricle], right.Annotated);
        Assert.Equal([.. Labels(2).Select(l => l == 4 ? 1 : 0)], right.Load(right.Items[1]).Mask.Labels.ToArray().Select(l => (int)l));
    }

    [Fact]
    public void Damaged_and_unknown_things_of_CardiacUDA_are_named()
    {
        using var folder = new TestFolder();
        Uda(folder, "S/patient1-4", 0);
        Uda(folder, "S/patient2-4", 0);
        File.Delete(folder["S/patient2-4_label.nii.gz"]);
        Fixture.Throws<EchoFormatException>(() => CardiacUdaDataset.Open(folder.Root), "patient2-4_image.nii.gz", "patient2-4_label.nii.gz");
        NiftiFile.Write(folder["S/patient2-4_label.nii.gz"], ImageVolume.Create<byte>(5, 4, 2, new byte[40]));
        Fixture.Throws<EchoFormatException>(() => CardiacUdaDataset.Open(folder.Root), "5 × 4 × 2", "5 × 4 × 3");
        var data = CardiacUdaDataset.Open(folder.Root, new CardiacUdaOptions { SkipIncomplete = true, LabelMap = LabelMap.Parse("1=lv") });
        Assert.Equal("S_patient2-4", Assert.Single(data.Skipped).Id);
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[0]), "label", "the label map knows 0 and 1=lv");
        Fixture.Throws<ArgumentException>(() => CardiacUdaDataset.Open(folder.Root, new CardiacUdaOptions { View = 0 }), "1…9");
        Fixture.Throws<EchoFormatException>(() => CardiacUdaDataset.Open(folder.Root, new CardiacUdaOptions { View = 3 }), "no labelled frame of view 3");
    }

    [Fact]
    public void A_frame_is_loaded_from_many_threads_alike()
    {
        using var folder = new TestFolder();
        for (var patient = 1; patient <= 9; patient++)
            Ted(folder, $"patient00{patient}", 3, null);
        var data = TedDataset.Open(folder.Root);
        Parallel.For(0, 200, i =>
        {
            var item = data.Items[i * 7 % data.Items.Count];
            Assert.Equal(Grey(item.Frame), data.Load(item).Image.ToBytes());
        });
    }

    private static byte[] Grey(int k) => Fixture.Bytes(5, 4, (x, y) => Fixture.Grey(x, y, k));

    private static byte[] Labels(int k) => Fixture.Bytes(5, 4, (x, y) => (x + y + k) % 5);

    private static void Ted(TestFolder folder, string patient, int frames, string? cfg)
    {
        var stem = folder[$"database/{patient}/{patient}_4CH_"];
        MetaImageFile.Write(stem + "sequence.mhd", ImageVolume.Create<byte>(5, 4, frames, [.. Enumerable.Range(0, frames).SelectMany(Grey)], s_spacing));
        MetaImageFile.Write(stem + "sequence_gt.mhd", ImageVolume.Create<byte>(5, 4, frames, [.. Enumerable.Range(0, frames).SelectMany(Labels)], s_spacing));
        if (cfg is not null)
            File.WriteAllText(stem + "info.cfg", cfg);
    }

    private static void Uda(TestFolder folder, string stem, params int[] labelled)
    {
        NiftiFile.Write(folder[stem + "_image.nii.gz"], ImageVolume.Create<byte>(5, 4, 3, [.. Enumerable.Range(0, 3).SelectMany(Grey)], s_spacing));
        NiftiFile.Write(folder[stem + "_label.nii.gz"], ImageVolume.Create<byte>(5, 4, 3, [.. Enumerable.Range(0, 3).SelectMany(k => labelled.Contains(k) ? Labels(k) : new byte[20])], s_spacing));
    }
}
