using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class CamusDatasetTests
{
    [Theory]
    [InlineData(CamusLayout.Nifti)]
    [InlineData(CamusLayout.MetaImage)]
    public void What_is_written_reads_back(CamusLayout layout)
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, layout, "patient0001", "patient0002", "patient0003")
            .WriteSplit(["patient0002"], ["patient0001"], ["patient0003"]);
        var camus = CamusDataset.Open(folder.Root);
        Assert.Equal(layout, camus.Layout);
        Assert.Equal(["patient0001", "patient0002", "patient0003"], camus.Patients);
        Assert.Empty(camus.Skipped);
        Assert.Equal(12, camus.Items.Count);
        Assert.Equal("patient0001_2CH_ED", camus.Items[0].Id);
        foreach (var item in camus.Items)
        {
            var pair = camus.Load(item);
            Assert.Equal(CamusFixture.Image(item.PatientId, item.View, item.Phase).ToBytes(), pair.Image.ToBytes());
            Assert.Equal(CamusFixture.WrittenLabels, pair.Mask.Labels.ToArray());
            Assert.Equal(CamusFixture.Spacing, pair.Image.Spacing);
            Assert.Equal(CamusFixture.Spacing, pair.Mask.Spacing);
            var expected = item.PatientId switch { "patient0001" => DatasetSplit.Validation, "patient0002" => DatasetSplit.Training, _ => DatasetSplit.Testing };
            Assert.Equal(expected, item.Split);
        }
        Assert.Equal(55.5, camus.ReadInfo("patient0002", EchoView.FourChamber).EjectionFraction);
        Assert.Throws<ArgumentException>(() => camus.ReadInfo("patient0009", EchoView.FourChamber));
    }

    [Fact]
    public void The_files_have_the_names_of_CAMUS()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder["new"], CamusLayout.Nifti, "patient0007").WriteSplit(["patient0007"], [], []);
        CamusFixture.Write(folder["old"], CamusLayout.MetaImage, "patient0007").WriteSplit(["patient0007"], [], []);
        foreach (var name in new[] { "new/database_nifti/patient0007/patient0007_4CH_ES_gt.nii.gz", "new/database_split/subgroup_testing.txt", "new/database_nifti/patient0007/Info_2CH.cfg",
            "old/training/patient0007/patient0007_2CH_ED.mhd", "old/training/patient0007/patient0007_2CH_ED.zraw", "old/listSubGroups/subGroup1_training.txt" })
            Assert.True(File.Exists(folder[name]), name);
    }

    [Theory]
    [InlineData(CamusLayout.Nifti)]
    [InlineData(CamusLayout.MetaImage)]
    public void The_patients_container_can_be_opened_itself(CamusLayout layout)
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, layout, "patient0001").WriteSplit([], [], ["patient0001"]);
        var container = Path.GetDirectoryName(CamusFixture.PatientFolder(folder.Root, layout, "patient0001"))!;
        Assert.All(CamusDataset.Open(container + Path.DirectorySeparatorChar).Items, item => Assert.Equal(DatasetSplit.Testing, item.Split));
    }

    [Fact]
    public void Split_lists_may_lie_in_the_root_and_leave_patients_out()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.Nifti, "patient0001", "patient0002");
        folder.Write("subgroup_testing.txt", "patient0001\r\n\r\npatient0400\r\n");
        var splits = CamusDataset.Open(folder.Root).Items.Select(i => (i.PatientId, i.Split)).Distinct();
        Assert.Equal([("patient0001", DatasetSplit.Testing), ("patient0002", DatasetSplit.Unassigned)], splits);
        folder.Write("subgroup_training.txt", "patient0001");
        Fixture.Throws<EchoFormatException>(() => CamusDataset.Open(folder.Root), "subgroup_testing.txt", "patient0001", "one split");
    }

    [Fact]
    public void Without_lists_the_number_or_the_folder_decides()
    {
        using var folder = new TestFolder();
        string[] patients = ["patient0001", "patient0400", "patient0401", "patient0450", "patient0451", "patient0500", "patient0501"];
        CamusFixture.Write(folder["new"], CamusLayout.Nifti, patients);
        var (a, b, c, d) = (DatasetSplit.Training, DatasetSplit.Validation, DatasetSplit.Testing, DatasetSplit.Unassigned);
        Assert.Equal([a, a, b, b, c, c, d], CamusDataset.Open(folder["new"]).Items.DistinctBy(i => i.PatientId).Select(i => i.Split));

        CamusFixture.Write(folder["old"], CamusLayout.MetaImage, "patient0460", "patient0001");
        Directory.CreateDirectory(folder["old/testing"]);
        Directory.Move(folder["old/training/patient0001"], folder["old/testing/patient0001"]);
        Assert.Equal([c, a], CamusDataset.Open(folder["old"]).Items.DistinctBy(i => i.PatientId).Select(i => i.Split));
    }

    [Fact]
    public void The_fold_of_the_older_layout_is_an_option()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.MetaImage, "patient0001");
        folder.Write("listSubGroups/subGroup1_training.txt", "patient0001\n");
        folder.Write("listSubGroups/subGroup4_testing.txt", "patient0001\n");
        Assert.Equal(DatasetSplit.Training, CamusDataset.Open(folder.Root).Items[0].Split);
        Assert.Equal(DatasetSplit.Testing, CamusDataset.Open(folder.Root, new CamusOptions { Fold = 4 }).Items[0].Split);
    }

    [Fact]
    public void Testing_patients_without_masks_are_left_out_and_reported()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.MetaImage, "patient0001", "patient0002");
        Directory.CreateDirectory(folder["testing"]);
        Directory.Move(folder["training/patient0002"], folder["testing/patient0002"]);
        foreach (var mask in Directory.GetFiles(folder["testing/patient0002"], "*_gt.*"))
            File.Delete(mask);
        var camus = CamusDataset.Open(folder.Root);
        Assert.All(camus.Items, item => Assert.Equal("patient0001", item.PatientId));
        Assert.Equal("patient0002", Assert.Single(camus.Skipped).Id);
    }

    [Fact]
    public void Missing_partners_are_an_error_that_lists_them_or_are_skipped()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.Nifti, "patient0001", "patient0002");
        File.Delete(folder["database_nifti/patient0001/patient0001_2CH_ED_gt.nii.gz"]);
        File.Delete(folder["database_nifti/patient0002/patient0002_4CH_ES.nii.gz"]);
        Directory.CreateDirectory(folder["database_nifti/patient0003"]);
        Fixture.Throws<EchoFormatException>(() => CamusDataset.Open(folder.Root), "3 incomplete", "patient0001_2CH_ED.nii.gz", "no mask", "patient0002_4CH_ES_gt.nii.gz", "no image", "patient0003");
        var camus = CamusDataset.Open(folder.Root, new CamusOptions { SkipIncomplete = true });
        Assert.Equal(6, camus.Items.Count);
        Assert.Equal(["patient0001_2CH_ED", "patient0002_4CH_ES", "patient0003"], camus.Skipped.Select(s => s.Id));
    }

    [Fact]
    public void A_view_that_is_absent_altogether_is_no_error()
    {
        using var folder = new TestFolder();
        new CamusWriter(folder.Root, CamusLayout.Nifti).WritePair("patient0001", EchoView.FourChamber, CardiacPhase.EndDiastole, CamusFixture.Image("patient0001", EchoView.FourChamber, CardiacPhase.EndDiastole), CamusFixture.Mask);
        Assert.Equal("patient0001_4CH_ED", Assert.Single(CamusDataset.Open(folder.Root).Items).Id);
    }

    [Fact]
    public void Float_images_and_labels_are_understood()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.Nifti, "patient0001");
        var (image, mask) = ("database_nifti/patient0001/patient0001_2CH_ED.nii.gz", "database_nifti/patient0001/patient0001_2CH_ED_gt.nii.gz");
        Load([0f, 127.5f, 255f, 255.3f], [0.1f, 1.9f, 3f, 1e-7f]);
        Load([0f, 0.5f, 1f, 1f], [0f, 2f, 3f, 0f]);

        void Load(float[] pixels, float[] labels)
        {
            NiftiFile.Write(folder[image], ImageVolume.Create<float>(2, 2, 1, pixels));
            NiftiFile.Write(folder[mask], ImageVolume.Create<float>(2, 2, 1, labels));
            var camus = CamusDataset.Open(folder.Root);
            var pair = camus.Load(camus.Items[0]);
            Assert.Equal(new[] { 0f, 0.5f, 1f, 1f }, pair.Image.Pixels.ToArray());
            Assert.Equal(new byte[] { 0, 2, 3, 0 }, pair.Mask.Labels.ToArray());
        }
    }

    [Theory]
    [InlineData("_gt", new[] { 0f, 1f, 7f, 0f }, 2, "label: 7 at (0, 1)")]
    [InlineData("_gt", new[] { 0f, float.NaN, 1f, 0f }, 2, "label: NaN at (1, 0)")]
    [InlineData("_gt", new[] { 0f, 1f, 1f, 0f }, 4, "size: 4 × 1")]
    [InlineData("", new[] { 0f, float.NaN, 1f, 0f }, 2, "pixel: NaN at (1, 0)")]
    [InlineData("", new[] { 0f, 1f, 300f, 0f }, 2, "pixel: 300 at (0, 1)")]
    [InlineData("", new[] { 0f, 1f, -2f, 0f }, 2, "pixel: -2 at (0, 1)")]
    public void Bad_values_are_named(string suffix, float[] values, int width, string part)
    {
        using var folder = new TestFolder();
        const string Stem = "database_nifti/patient0001/patient0001_2CH_ED";
        Directory.CreateDirectory(folder["database_nifti/patient0001"]);
        NiftiFile.Write(folder[Stem + ".nii.gz"], ImageVolume.Create<float>(2, 2, 1, new float[4]));
        NiftiFile.Write(folder[Stem + "_gt.nii.gz"], ImageVolume.Create<float>(2, 2, 1, new float[4]));
        NiftiFile.Write(folder[Stem + suffix + ".nii.gz"], ImageVolume.Create<float>(width, 4 / width, 1, values));
        var camus = CamusDataset.Open(folder.Root);
        Fixture.Throws<EchoFormatException>(() => camus.Load(camus.Items[0]), $"patient0001_2CH_ED{suffix}.nii.gz", part);
    }

    [Fact]
    public void Frames_of_half_sequences_are_items_on_request()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.Nifti, "patient0001");
        var frames = Enumerable.Range(0, 9 * 14 * 3).Select(i => (byte)(i % 251)).ToArray();
        const string Stem = "database_nifti/patient0001/patient0001_4CH_half_sequence";
        NiftiFile.Write(folder[Stem + ".nii.gz"], ImageVolume.Create<byte>(9, 14, 3, frames));
        NiftiFile.Write(folder[Stem + "_gt.nii.gz"], ImageVolume.Create<byte>(9, 14, 3, frames.Select(f => (byte)(f % 4)).ToArray()));
        Assert.Equal(4, CamusDataset.Open(folder.Root).Items.Count);
        var camus = CamusDataset.Open(folder.Root, new CamusOptions { IncludeSequences = true });
        var items = camus.Items.Where(i => i.Id.Contains("half", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["patient0001_4CH_half_sequence_000", "patient0001_4CH_half_sequence_001", "patient0001_4CH_half_sequence_002"], items.Select(i => i.Id));
        Assert.Equal([CardiacPhase.EndDiastole, CardiacPhase.Unknown, CardiacPhase.EndSystole], items.Select(i => i.Phase));
        Assert.Equal(frames.AsSpan(126, 126).ToArray(), camus.Load(items[1]).Image.ToBytes());
        Assert.Equal(frames[200] % 4, camus.Load(items[1]).Mask.Labels[200 - 126]);
        Fixture.Throws<EchoFormatException>(() => camus.Load(items[1] with { Frame = 3 }), "frames 0 to 2");
    }

    [Fact]
    public void Anything_else_is_no_CAMUS()
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => CamusDataset.Open(folder.Root), "database_nifti", "training");
        Fixture.Throws<EchoFormatException>(() => CamusDataset.Open(folder["none"]), "does not exist");
        CamusFixture.Write(folder.Root, CamusLayout.Nifti, "patient0001");
        CamusFixture.Write(folder.Root, CamusLayout.MetaImage, "patient0001");
        Fixture.Throws<EchoFormatException>(() => CamusDataset.Open(folder.Root), "patient0001 is also in");
    }

    [Fact]
    public void Loading_from_many_threads_gives_the_same()
    {
        using var folder = new TestFolder();
        CamusFixture.Write(folder.Root, CamusLayout.MetaImage, "patient0001", "patient0002");
        var camus = CamusDataset.Open(folder.Root);
        Parallel.For(0, 200, i =>
        {
            var item = camus.Items[i % camus.Items.Count];
            Assert.Equal(CamusFixture.Image(item.PatientId, item.View, item.Phase).ToBytes(), camus.Load(item).Image.ToBytes());
        });
    }

    [Theory]
    [InlineData("../patient0001")]
    [InlineData("patient")]
    [InlineData("p1")]
    [InlineData("patient1x")]
    public void Wrong_patient_ids_are_refused(string patient)
    {
        using var folder = new TestFolder();
        var writer = new CamusWriter(folder.Root, CamusLayout.Nifti);
        Fixture.Throws<ArgumentException>(() => writer.WriteInfo(patient, EchoView.TwoChamber, new CamusInfo()), "patient0001");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void The_writer_refuses_what_CAMUS_does_not_have()
    {
        using var folder = new TestFolder();
        var writer = new CamusWriter(folder.Root, CamusLayout.Nifti);
        var image = Fixture.Image(9, 14);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WritePair("patient0001", EchoView.Unknown, CardiacPhase.EndDiastole, image, CamusFixture.Mask));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WritePair("patient0001", EchoView.TwoChamber, CardiacPhase.Unknown, image, CamusFixture.Mask));
        Assert.Throws<ArgumentException>(() => writer.WritePair("patient0001", EchoView.TwoChamber, CardiacPhase.EndSystole, Fixture.Image(9, 13), CamusFixture.Mask));
        Fixture.Throws<ArgumentException>(() => writer.WriteSplit(["patient0001"], ["patient0001"], []), "twice");
    }
}
