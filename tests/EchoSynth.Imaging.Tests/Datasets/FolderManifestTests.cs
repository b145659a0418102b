using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Robustness;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class FolderManifestTests
{
    [Fact]
    public void Every_field_of_a_JSON_manifest_counts()
    {
        using var folder = Pairs("a", "sub/b", "c");
        folder.Write("manifest.jsonl", """
            {"image": "a.png", "mask": "a_gt.png", "id": "first", "patient": "P1", "view": "a2c", "phase": "ED", "split": "train", "spacing_x": 0.5, "spacing_y": "0.25", "frame": 0, "own": [1]}

            {"file": "sub/b.png", "mask": "sub/b_gt.png", "patient": "P2", "view": "FourChamber", "phase": "EndSystole", "split": "Testing"}
            {"image": "c.png", "mask": "a_gt.png", "id": "patient0007_4CH_ES", "view": null}
            """);
        var data = Assert.IsType<FolderDataset>(EchoDatasets.Open(folder.Root));
        Assert.Equal(
            [
                ("first", "P1", EchoView.TwoChamber, CardiacPhase.EndDiastole, DatasetSplit.Training),
                ("b", "P2", EchoView.FourChamber, CardiacPhase.EndSystole, DatasetSplit.Testing),
                ("patient0007_4CH_ES", "patient0007", EchoView.FourChamber, CardiacPhase.EndSystole, DatasetSplit.Unassigned),
            ],
            data.Items.Select(i => (i.Id, i.PatientId, i.View, i.Phase, i.Split)));
        var pair = data.Load(data.Items[0]);
        Assert.Equal((new PixelSpacing(0.5, 0.25), new PixelSpacing(0.5, 0.25)), (pair.Image.Spacing, pair.Mask.Spacing));
        Assert.Equal(Fixture.Image(5, 4).ToBytes(), pair.Image.ToBytes());
        Assert.Equal(PixelSpacing.Unit, data.Load(data.Items[1]).Image.Spacing);
        Assert.Equal(2, FolderDataset.Open(folder.Root, new FolderOptions { UseManifest = false }).Items.Count);
    }

    [Fact]
    public void A_CSV_manifest_says_the_same()
    {
        using var folder = Pairs("a", "b, c");
        folder.Write("manifest.csv", "image,mask,patient,split,phase\r\na.png,a_gt.png,\"P,1\",val,\r\n\"b, c.png\" , \"b, c_gt.png\",P2,,ES\r\n");
        var items = EchoDatasets.Open(folder.Root).Items;
        Assert.Equal([("a", "P,1", DatasetSplit.Validation, CardiacPhase.Unknown), ("b, c", "P2", DatasetSplit.Unassigned, CardiacPhase.EndSystole)], items.Select(i => (i.Id, i.PatientId, i.Split, i.Phase)));
    }

    [Fact]
    public void The_manifest_of_generated_images_opens_with_the_files_names_as_ids()
    {
        using var folder = Pairs("patient0009_4CH_ED_s1", "patient0009_4CH_ED_s2");
        folder.Write("manifest.jsonl", string.Concat(Enumerable.Range(1, 2).Select(seed =>
            $$$"""{"file":"patient0009_4CH_ED_s{{{seed}}}.png","mask":"patient0009_4CH_ED_s{{{seed}}}_gt.png","source":"x/y.nii.gz","id":"patient0009_4CH_ED","seed":{{{seed}}},"model":"00","options":{"method":"posterior"},"sha256":"11","synthetic":true}""" + "\n")));
        var items = EchoDatasets.Open(folder.Root).Items;
        Assert.Equal(["patient0009_4CH_ED_s1", "patient0009_4CH_ED_s2"], items.Select(i => i.Id));
        Assert.All(items, i => Assert.Equal(("patient0009", EchoView.FourChamber, CardiacPhase.EndDiastole), (i.PatientId, i.View, i.Phase)));
    }

    [Theory]
    [InlineData("patiant", "patient")]
    [InlineData("Patient_ID", "patient")]
    [InlineData("pateint", "patient")]
    [InlineData("views", "view")]
    [InlineData("spacing-x", "spacing_x")]
    public void A_field_that_looks_misspelt_is_warned_of(string field, string meant)
    {
        using var folder = Pairs("a", "b");
        folder.Write("manifest.jsonl", $$"""{"image": "a.png", "mask": "a_gt.png"}""" + "\n" + $$"""{"image": "b.png", "mask": "b_gt.png", "{{field}}": "P1", "comment": "x"}""");
        var data = EchoDatasets.Open(folder.Root);
        Assert.Contains($"{folder["manifest.jsonl"]}: the field \"{field}\" is not known and is passed over; did you mean {meant}?", data.Warnings);
        Assert.Contains(data.Warnings, w => w.Contains("2 of 2 images name no patient", StringComparison.Ordinal));
        Assert.Equal(2, data.Warnings.Count);
        Assert.Equal(data.Warnings, data.Inspect().Warnings);
    }

    [Fact]
    public void Known_fields_and_those_of_one_s_own_are_not_warned_of()
    {
        using var folder = Pairs("a", "b");
        folder.Write("manifest.csv", "image,mask,patient,View,name,time,patient_id\na.png,a_gt.png,P1,4CH,x,1,7\nb.png,b_gt.png,P2,4CH,y,2,8\n");
        Assert.Empty(EchoDatasets.Open(folder.Root).Warnings);
    }

    [Fact]
    public void Images_that_name_no_patient_are_counted()
    {
        using var folder = Pairs("a", "b", "c");
        folder.Write("manifest.csv", "image,mask,patient\na.png,a_gt.png,P1\nb.png,b_gt.png,\nc.png,c_gt.png,P1\n");
        Assert.StartsWith($"{folder["manifest.csv"]}: 1 of 3 images name no patient", Assert.Single(EchoDatasets.Open(folder.Root).Warnings));
        // By name, too; names like those of CAMUS have one.
        Assert.StartsWith($"{folder.Root}: 3 of 3 images name no patient", Assert.Single(FolderDataset.Open(folder.Root, new FolderOptions { UseManifest = false }).Warnings));
        using var named = Pairs("patient0001_4CH_ED", "patient0001_4CH_ES");
        Assert.Empty(EchoDatasets.Open(named.Root).Warnings);
    }

    [Theory]
    [InlineData("""{"image": "a.png"}""", "line 2: mask", "the field is missing")]
    [InlineData("""{"mask": "a_gt.png"}""", "line 2: image", "the field is missing")]
    [InlineData("""{"image": "none.png", "mask": "a_gt.png"}""", "line 2: image", "does not exist")]
    [InlineData("""{"image": "a.txt", "mask": "a_gt.png"}""", "line 2: image", "extension")]
    [InlineData("""{"image": "../a.png", "mask": "a_gt.png"}""", "line 2: image", "outside")]
    [InlineData("""{"image": "sub/../../a.png", "mask": "a_gt.png"}""", "line 2: image", "outside")]
    [InlineData("""{"image": "/etc/a.png", "mask": "a_gt.png"}""", "line 2: image", "absolute")]
    [InlineData("""{"image": "C:\\a.png", "mask": "a_gt.png"}""", "line 2: image", "absolute")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "id": "first"}""", "line 2: id", "also in line 1")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "id": "x/y"}""", "line 2: id", "no / or")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "view": "3CH"}""", "line 2: view", "A4C, PSAX")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "phase": "mid"}""", "line 2: phase", "ED, ES")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "split": "all"}""", "line 2: split", "train, val, test")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "frame": -1}""", "line 2: frame", "whole number")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "spacing_x": 1}""", "line 2: spacing_y", "go together")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "spacing_x": 0, "spacing_y": 1}""", "line 2: spacing_x", "positive")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png", "id": "z", "patient": "first", "split": "test"}""", "line 2: split", "line 1")]
    [InlineData("""{"image": "a.png", "mask": "a_gt.png" """, "line 2", "no JSON object")]
    [InlineData("""{"image": "a.png", "image": "b.png", "mask": "a_gt.png"}""", "line 2", "no JSON object")]
    [InlineData("""["a.png"]""", "line 2", "JSON Array")]
    [InlineData("""{"image": "\ud800.png", "mask": "a_gt.png"}""", "line 2", "no JSON object")]
    public void A_wrong_line_is_named_with_its_field(string line, string place, string expected)
    {
        using var folder = Pairs("a");
        folder.Write("manifest.jsonl", """{"image": "a.png", "mask": "a_gt.png", "id": "first", "split": "train"}""" + "\n" + line + "\n");
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), folder["manifest.jsonl"], place, expected);
    }

    [UnixTheory]
    [InlineData("out.png", "leads out")]
    [InlineData("evil.png", "leads out")]
    [InlineData("l/../../b.png", "outside")]
    [InlineData("l/c.png", "leads out")]
    [InlineData("loop.png", "circle")]
    [InlineData("through.png", null)]
    [InlineData("here/a.png", null)]
    public void A_link_is_followed_as_the_system_does_and_may_not_lead_out(string name, string? expected)
    {
        using var folder = Pairs("a", "sub/b");
        using var elsewhere = Pairs("a", "dir/c");
        File.CreateSymbolicLink(folder["out.png"], elsewhere["a.png"]);
        Directory.CreateSymbolicLink(folder["l"], elsewhere["dir"]);
        // As text this is a.png of the folder; the system goes through the link first, and up from there.
        File.CreateSymbolicLink(folder["evil.png"], "l/../a.png");
        File.CreateSymbolicLink(folder["loop.png"], "loop.png");
        File.CreateSymbolicLink(folder["through.png"], "sub/../here/sub/../a.png");
        Directory.CreateSymbolicLink(folder["here"], ".");
        folder.Write("manifest.jsonl", $$"""{"image": "{{name}}", "mask": "a_gt.png", "id": "linked"}""");
        if (expected is null)
            Assert.Equal("linked", Assert.Single(FolderDataset.Open(folder.Root).Items).Id);
        else
            Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "line 1: image", expected);
    }

    [Theory]
    [InlineData("image,mask\na.png\n", "line 2")]
    [InlineData("image,mask\na.png,a_gt.png\n\"a.png,a_gt.png\n", "line 3")]
    [InlineData("image;mask\na.png;a_gt.png\n", "line 1: the fields are separated by semicolons")]
    [InlineData("image,mask,image\na.png,a_gt.png,b.png\n", "two columns")]
    [InlineData("image,mask\n", "lists nothing")]
    public void A_wrong_CSV_is_named_with_its_line(string csv, string expected)
    {
        using var folder = Pairs("a");
        folder.Write("manifest.csv", csv);
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "manifest.csv", expected);
    }

    [Fact]
    public void Missing_files_are_left_out_where_that_is_wanted()
    {
        using var folder = Pairs("a");
        folder.Write("manifest.jsonl", """
            {"image": "a.png", "mask": "a_gt.png"}
            {"image": "b.png", "mask": "a_gt.png", "id": "gone"}
            """);
        var data = FolderDataset.Open(folder.Root, new FolderOptions { SkipIncomplete = true });
        Assert.Equal(("a", "gone"), (Assert.Single(data.Items).Id, Assert.Single(data.Skipped).Id));
        Assert.Contains("line 2: image: \"b.png\" does not exist", data.Skipped[0].Reason, StringComparison.Ordinal);
        File.Delete(folder["manifest.jsonl"]);
        EchoFile.WriteImage(folder["alone.png"], Fixture.Image(5, 4));
        Assert.Equal("alone", Assert.Single(FolderDataset.Open(folder.Root, new FolderOptions { SkipIncomplete = true }).Skipped).Id);
        folder.Write("manifest.jsonl", "\n");
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "lists nothing");
        folder.Write("manifest.csv", "image,mask\n");
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "one of them");
    }

    [Fact]
    public void Masks_of_other_numbers_are_read_through_a_label_map()
    {
        using var folder = Pairs("a");
        PngCodec.Write(folder["a_gt.png"], EchoImage.FromBytes(5, 4, Fixture.Bytes(5, 4, (x, _) => x > 2 ? 255 : x == 0 ? 7 : 0)));
        Fixture.Throws<EchoFormatException>(() => Load(LabelMap.Camus), "label", "7");
        Fixture.Throws<EchoFormatException>(() => Load(LabelMap.Parse("255=lv")), "a_gt.png", "label", "7 at (0, 0)", "255=lv");
        Assert.Equal(Fixture.Bytes(5, 4, (x, _) => x > 2 ? 1 : x == 0 ? 2 : 0), Load(LabelMap.Parse("255=lv,7=myo")).Mask.Labels.ToArray());

        EchoPair Load(LabelMap map)
        {
            var data = FolderDataset.Open(folder.Root, new FolderOptions { LabelMap = map });
            Assert.Equal(map.Annotated, data.Annotated);
            return data.Load(data.Items[0]);
        }
    }

    [UnixFact]
    public void Pipes_link_loops_and_odd_names_are_errors_and_never_waited_for()
    {
        using var folder = Pairs("a", "b");
        Hostile.MakePipe(folder["b.png"]);
        var data = FolderDataset.Open(folder.Root);
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[1]), "b.png", "pipe");
        File.Delete(folder["b.png"]);
        File.CreateSymbolicLink(folder["b.png"], "b.png");
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[1]), "b.png");
        File.Delete(folder["b.png"]);
        Directory.CreateSymbolicLink(folder["images"], folder.Root);
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "same id");
        Directory.Delete(folder["images"]);
        File.Move(folder["b_gt.png"], folder["b\n_gt.png"]);
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "control character");
        File.Delete(folder["b\n_gt.png"]);
        folder.Write("manifest.jsonl", new string(' ', 2 << 20));
        Fixture.Throws<EchoFormatException>(() => FolderDataset.Open(folder.Root), "line 1", "longer");
    }

    private static TestFolder Pairs(params string[] stems)
    {
        var folder = new TestFolder();
        foreach (var stem in stems)
        {
            EchoFile.WriteImage(folder[stem + ".png"], Fixture.Image(5, 4));
            EchoFile.WriteMask(folder[stem + "_gt.png"], Fixture.Mask(5, 4));
        }
        return folder;
    }
}
