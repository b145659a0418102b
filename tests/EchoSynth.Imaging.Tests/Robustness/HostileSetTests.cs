using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Tests.Support;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Tests.Robustness;

/// <summary>Folders made to make a reader hang or go astray: loops of links, pipes, nothing at all, the same name twice.</summary>
public class HostileSetTests
{
    private const long Most = 20_000_000;

    public static TheoryData<DatasetLayout> Layouts => [.. PhantomDatasetOptions.Layouts];

    [UnixTheory]
    [MemberData(nameof(Layouts))]
    public void Loops_of_links_in_a_set_change_nothing(DatasetLayout layout)
    {
        using var folder = Phantoms(layout);
        var ids = EchoDatasets.Open(folder.Root, layout).Items.Select(i => i.Id).ToList();
        Assert.NotEmpty(ids);
        foreach (var place in Directory.GetDirectories(folder.Root, "*", SearchOption.AllDirectories).Append(folder.Root).ToList())
        {
            Directory.CreateSymbolicLink(Path.Combine(place, "zz-up"), "..");
            Directory.CreateSymbolicLink(Path.Combine(place, "zz-root"), folder.Root);
            File.CreateSymbolicLink(Path.Combine(place, "zz-self"), "zz-self");
            File.CreateSymbolicLink(Path.Combine(place, "zz-nowhere.png"), "nowhere");
        }
        List<string>? found = null;
        var (error, _) = Hostile.Run(() => found = [.. EchoDatasets.Open(folder.Root).Items.Select(i => i.Id)]);
        Assert.Null(error);
        Assert.Equal(ids, found);
    }

    [UnixTheory]
    [InlineData("manifest.csv")]
    [InlineData("manifest.jsonl")]
    [InlineData("Info_2CH.cfg")]
    [InlineData("A4C.xlsx")]
    [InlineData("Mask_a.mat")]
    [InlineData("labels-all.json")]
    [InlineData("shape.json")]
    [InlineData("phantom.json")]
    [InlineData("a.avi")]
    [InlineData("a.hdr")]
    [InlineData("a.img")]
    [InlineData("a.mhd")]
    public void A_pipe_a_loop_or_nothing_in_place_of_a_file_is_refused_and_never_waited_for(string name)
    {
        using var folder = new TestFolder();
        if (name == "a.img")
            File.Copy(Fixture.Path("pair.hdr"), folder["a.hdr"]);
        Hostile.MakePipe(folder[name]);
        Hostile.Refused(Read, Most, name, "pipe");
        File.Delete(folder[name]);
        File.CreateSymbolicLink(folder[name], "/dev/zero");
        Hostile.Refused(Read, Most, name, "device");
        File.Delete(folder[name]);
        File.CreateSymbolicLink(folder[name], name);
        // A link in a circle may count as no file at all.
        var (error, _) = Hostile.Run(Read);
        Assert.True(error is null or EchoFormatException, $"{error}");

        void Read() => Reader(name)(folder.Root, folder[name]);
    }

    [UnixTheory]
    [InlineData("FileList.csv", false)]
    [InlineData("VolumeTracings.csv", false)]
    [InlineData("subgroup_training.txt", true)]
    public void Where_an_empty_file_has_a_meaning_a_pipe_is_taken_for_one(string name, bool accepted)
    {
        using var folder = new TestFolder();
        Hostile.MakePipe(folder[name]);
        var (error, _) = Hostile.Run(() => Reader(name)(folder.Root, folder[name]));
        if (accepted)
            Assert.Null(error);
        else
            Assert.Contains("the file is empty", Assert.IsType<EchoFormatException>(error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void An_empty_folder_is_no_data_set_of_any_layout(DatasetLayout layout)
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder.Root, layout), folder.Root);
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder.Root), folder.Root, "no data set found");
    }

    [Fact]
    public void Lists_without_a_row_are_errors_that_say_so()
    {
        using var folder = new TestFolder();
        folder.Write("dynamic/FileList.csv", "FileName,Split\n");
        folder.Write("dynamic/VolumeTracings.csv", "FileName,X1,Y1,X2,Y2,Frame\n");
        folder.Write("pediatric/A4C/FileList.csv", "FileName,Split\n");
        folder.Write("pediatric/A4C/VolumeTracings.csv", "FileName,X,Y,Frame\n");
        folder.Write("jsonl/manifest.jsonl", "\n\n");
        folder.Write("csv/manifest.csv", "image,mask\n");
        folder.Write("unity/png-cache/a.txt", "");
        folder.Write("unity/labels-all.json", "{}");
        Directory.CreateDirectory(folder["hmc/LV Ground-truth Segmentation Masks"]);
        XlsxFile.Write(folder["hmc/A4C.xlsx"], [["ECHO", "Reference Frame", "End of Cycle"]]);
        Directory.CreateDirectory(folder["camus/database_nifti/patient0001"]);
        foreach (var name in (string[])["dynamic", "pediatric", "jsonl", "csv", "unity", "hmc", "camus"])
            Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder[name]), folder[name]);
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder["dynamic"]), "FileList.csv", "no video");
    }

    [Fact]
    public void The_same_name_twice_is_an_error_in_every_layout_that_lists_names()
    {
        using var folder = new TestFolder();
        foreach (var name in (string[])["camus/training/patient0001/patient0001_4CH_ED", "camus/testing/patient0001/patient0001_4CH_ED", "folder/a"])
        {
            EchoFile.WriteImage(folder[name + ".mha"], Fixture.Image(4, 4));
            EchoFile.WriteMask(folder[name + "_gt.mha"], Fixture.Mask(4, 4));
        }
        EchoFile.WriteImage(folder["folder/a.png"], Fixture.Image(4, 4));
        EchoFile.WriteMask(folder["folder/b_gt.png"], Fixture.Mask(4, 4));
        folder.Write("dynamic/FileList.csv", "FileName,Split\n0X1.avi,TRAIN\n0x1,TRAIN\n");
        folder.Write("dynamic/VolumeTracings.csv", "FileName,X1,Y1,X2,Y2,Frame\n");
        folder.Write("unity/png-cache/a.txt", "");
        folder.Write("unity/labels-all.json", """{"a.png":{"labels":{}},"a.png":{"labels":{}}}""");
        Directory.CreateDirectory(folder["hmc/LV Ground-truth Segmentation Masks"]);
        XlsxFile.Write(folder["hmc/A4C.xlsx"], [["ECHO", "Reference Frame", "End of Cycle"], ["ES1_4CH_1", "1", "2"], ["es1 _4CH_1", "1", "2"]]);
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder["camus"]), "patient0001", "there once");
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder["folder"]), "same id \"a\"");
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder["dynamic"]), "line 3", "same name is in line 2");
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder["unity"]), "there twice");
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder["hmc"]), "there twice");
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_named()
    {
        using var folder = Phantoms(DatasetLayout.CamusNifti);
        var data = EchoDatasets.Open(folder.Root);
        foreach (var path in (string[])[data.Items[0].MaskPath, data.Items[1].ImagePath])
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
        }
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[0]), data.Items[0].MaskPath, "this is a folder; a file is needed");
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[1]), data.Items[1].ImagePath, "this is a folder; a file is needed");
    }

    [UnprivilegedFact]
    public void What_may_not_be_read_is_named()
    {
        if (OperatingSystem.IsWindows())
            return; // Said again for the analyser; it is skipped there.
        using var folder = Phantoms(DatasetLayout.CamusNifti);
        var path = Directory.GetFiles(folder.Root, "*_gt.nii.gz", SearchOption.AllDirectories)[0];
        File.SetUnixFileMode(path, UnixFileMode.None);
        var data = EchoDatasets.Open(folder.Root);
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items.Single(i => i.MaskPath == path)), path, "denied");
        File.SetUnixFileMode(folder["database_nifti"], UnixFileMode.None);
        Fixture.Throws<EchoFormatException>(() => EchoDatasets.Open(folder.Root), "database_nifti");
        File.SetUnixFileMode(folder["database_nifti"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static Action<string, string> Reader(string name) => name switch
    {
        "FileList.csv" => (_, file) => EchoNetFileList.Read(file, EchoNetDynamicDataset.Split, ""),
        "VolumeTracings.csv" => (_, file) => EchoNetTracings.ReadChords(file),
        "manifest.csv" or "manifest.jsonl" => (folder, _) => FolderDataset.Open(folder),
        "Info_2CH.cfg" => (_, file) => CamusInfo.Read(file),
        "subgroup_training.txt" => (folder, _) => CamusSplits.Read([folder], 1),
        "A4C.xlsx" => (_, file) => XlsxFile.Read(file),
        "Mask_a.mat" => (_, file) => MatFile.Read(file, "predicted"),
        "labels-all.json" => (_, file) => UnityLabels.Read(file),
        "shape.json" => (_, file) => ShapeModel.Load(file),
        "phantom.json" => (folder, _) => PhantomDataset.TryOpen(folder),
        "a.avi" => (_, file) => VideoFile.Probe(file),
        "a.mhd" => (_, file) => MetaImageFile.Read(file),
        _ => (_, file) => NiftiFile.Read(file),
    };

    private static TestFolder Phantoms(DatasetLayout layout)
    {
        var folder = new TestFolder();
        PhantomDataset.Write(folder.Root, new PhantomDatasetOptions { Layout = layout, Patients = 2, Size = 32 });
        return folder;
    }
}
