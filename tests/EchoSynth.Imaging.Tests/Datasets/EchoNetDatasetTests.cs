using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Tests.Datasets;

public class EchoNetDatasetTests
{
    [Fact]
    public void EchoNet_Dynamic_is_read_by_its_areas_not_by_the_order_of_its_rows()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        var data = Assert.IsType<EchoNetDynamicDataset>(EchoDatasets.Open(folder.Root));
        Assert.Equal(("EchoNet-Dynamic", folder.Root), (data.Name, data.Root));
        Assert.Equal([AnatomyLabel.LeftVentricle], data.Annotated);
        var (videos, traces) = (folder["Videos"], folder["VolumeTracings.csv"]);
        Assert.Equal(
        [
            new EchoItem("0X1_ED", "0X1", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, Path.Combine(videos, "0X1.avi"), traces, 4),
            new EchoItem("0X1_ES", "0X1", EchoView.FourChamber, CardiacPhase.EndSystole, DatasetSplit.Training, Path.Combine(videos, "0X1.avi"), traces, 1),
            new EchoItem("0X2_ED", "0X2", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Validation, Path.Combine(videos, "0X2.avi"), traces, 0),
            new EchoItem("0X2_ES", "0X2", EchoView.FourChamber, CardiacPhase.EndSystole, DatasetSplit.Validation, Path.Combine(videos, "0X2.avi"), traces, 5),
        ], data.Items);
        var skipped = Assert.Single(data.Skipped);
        Assert.Equal("0X3", skipped.Id);
        Assert.Contains("1 traced frames", skipped.Reason, StringComparison.Ordinal);
        foreach (var item in data.Items)
        {
            var pair = data.Load(item);
            Assert.Equal(EchoNetFixture.Image(item.PatientId, item.Frame).ToBytes(), pair.Image.ToBytes());
            Assert.Equal(item.Phase == CardiacPhase.EndDiastole ? EchoNetFixture.Mask(5, 4, 15, 13) : EchoNetFixture.Mask(8, 6, 12, 11), pair.Mask.Labels.ToArray());
            Assert.Equal((PixelSpacing.Unit, PixelSpacing.Unit), (pair.Image.Spacing, pair.Mask.Spacing));
        }
        Assert.Equal(new EchoNetInfo { Video = "0X1", Split = "TRAIN", EjectionFraction = 61.5, EndSystolicVolume = 30.25, EndDiastolicVolume = 78.5, FrameHeight = 20, FrameWidth = 24, FrameRate = 50, FrameCount = 6 }, data.Info("0X1"));
        Assert.Null(data.Info("0X3").EjectionFraction);
        Assert.Throws<ArgumentException>(() => data.Info("0X4"));
        Assert.Throws<ArgumentException>(() => data.Load(data.Items[0] with { Id = "0X3_ED" }));
    }

    [Fact]
    public void EchoNet_Pediatric_has_two_views_folds_and_patients_with_several_videos()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WritePediatric(folder);
        var data = Assert.IsType<EchoNetPediatricDataset>(EchoDatasets.Open(folder.Root));
        Assert.Equal(12, data.Items.Count);
        Assert.Equal([EchoView.FourChamber, EchoView.ParasternalShortAxis], data.Items.Select(i => i.View).Distinct());
        Assert.Equal(["CR0", "CR1", "CR2"], data.Items.Select(i => i.PatientId).Distinct());
        Assert.Equal([DatasetSplit.Training, DatasetSplit.Validation, DatasetSplit.Testing], data.Items.Select(i => i.Split).Distinct());
        Assert.Equal(2, data.Skipped.Count(s => s.Reason.Contains("No Systolic", StringComparison.Ordinal)));
        foreach (var item in data.Items)
        {
            var pair = data.Load(item);
            Assert.Equal(EchoNetFixture.Image(item.Id[..^3], item.Frame).ToBytes(), pair.Image.ToBytes());
            Assert.Equal(item.Phase == CardiacPhase.EndDiastole ? EchoNetFixture.Mask(5, 4, 15, 13) : EchoNetFixture.Mask(8, 6, 12, 11), pair.Mask.Labels.ToArray());
        }
        Assert.Equal(new EchoNetInfo { Video = "CR0-E-000001", Split = "0", EjectionFraction = 61.5, Sex = "F", Age = 7, Weight = 24.5, Height = 120 }, data.Info("CR0-E-000001"));
        var folds = EchoNetPediatricDataset.Open(folder.Root, new EchoNetOptions { ValidationFold = 0, TestingFold = 8 });
        Assert.Equal([DatasetSplit.Validation, DatasetSplit.Testing, DatasetSplit.Training], folds.Items.Select(i => i.Split).Distinct());
        Assert.Equal(6, EchoDatasets.Open(folder["PSAX"]).Items.Count);
        Assert.Throws<ArgumentException>(() => EchoNetPediatricDataset.Open(folder.Root, new EchoNetOptions { ValidationFold = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => EchoNetPediatricDataset.Open(folder.Root, new EchoNetOptions { TestingFold = 10 }));
        Fixture.Throws<EchoFormatException>(() => EchoNetPediatricDataset.Open(folder["A4C/Videos"]), "neither A4C nor PSAX");
    }

    [UnixFact]
    public void Both_frames_of_a_video_take_one_process_also_from_many_threads()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        folder.Write("script", $"#!/bin/sh\n[ \"$2\" = -version ] || echo decoding >> '{folder["decoded"]}'\nexec '{VideoFile.FindProgram()}' \"$@\"\n");
        // Copied by another process: a program that this one still has open for writing, or a child of it, does not start.
        using (var copy = System.Diagnostics.Process.Start("install", ["-m", "700", folder["script"], folder["ffmpeg"]]))
            copy.WaitForExit();
        var data = EchoNetDynamicDataset.Open(folder.Root, new EchoNetOptions { Video = new VideoOptions { Ffmpeg = folder["ffmpeg"] } });
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => data.Load(data.Items[i % 4]));
        Assert.Equal(2, File.ReadLines(folder["decoded"]).Count());
    }

    [Fact]
    public void What_is_decoded_once_is_there_when_the_file_no_longer_is()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        var data = EchoNetDynamicDataset.Open(folder.Root);
        data.Load(data.Items[0]);
        File.Delete(folder["Videos/0X1.avi"]);
        Parallel.For(0, 16, i => data.Load(data.Items[i % 2]));
        Fixture.Throws<EchoFormatException>(() => EchoNetDynamicDataset.Open(folder.Root), "1 incomplete", "0X1.avi", "FileList.csv", "SkipIncomplete");
        var rest = EchoNetDynamicDataset.Open(folder.Root, new EchoNetOptions { SkipIncomplete = true });
        Assert.Equal(["0X2_ED", "0X2_ES"], rest.Items.Select(i => i.Id));
        Assert.Equal(["0X3", "0X1"], rest.Skipped.Select(s => s.Id));
        Parallel.For(0, 32, i => Assert.Equal(EchoNetFixture.Image("0X2", rest.Items[i % 2].Frame).ToBytes(), rest.Load(rest.Items[i % 2]).Image.ToBytes()));
    }

    [Theory]
    [InlineData("FileList.csv", "0X1,61.5", "../0X1,61.5", "line 2, FileName", "without a folder")]
    [InlineData("FileList.csv", "0X1,61.5", "a\\b,61.5", "line 2, FileName", "without a folder")]
    [InlineData("FileList.csv", "0X1,61.5", ".avi,61.5", "line 2, FileName", "without a folder")]
    [InlineData("FileList.csv", "0X2.avi,40", "0x1.avi,40", "line 3, FileName", "line 2", "listed once")]
    [InlineData("FileList.csv", ",TRAIN", ",DEV", "line 2, Split", "\"DEV\"", "TRAIN, VAL or TEST")]
    [InlineData("FileList.csv", ",61.5", ",much", "line 2, EF", "\"much\"")]
    [InlineData("FileList.csv", ",Split", ",Part", "column Split", "found: FileName, EF")]
    [InlineData("FileList.csv", "0X1,61.5", "0X7,61.5", "Videos", "0X7.avi", "not there")]
    [InlineData("VolumeTracings.csv", "X1,Y1,X2,Y2", "X,Y,A,B", "columns X1, Y1, X2, Y2", "found: FileName, X, Y")]
    [InlineData("VolumeTracings.csv", "0X1.avi,10,3,10,16,1", "0X1.avi,10,3,10,16,-1", "line 2, Frame", "\"-1\"")]
    [InlineData("VolumeTracings.csv", "0X1.avi,10,3,10,16,1", "0X1.avi,10,?,10,16,1", "line 2, Y1", "\"?\"")]
    public void What_is_wrong_in_a_list_is_named(string file, string former, string latter, params string[] parts)
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        var text = File.ReadAllText(folder[file]);
        Assert.Contains(former, text, StringComparison.Ordinal);
        folder.Write(file, text.Replace(former, latter, StringComparison.Ordinal));
        Fixture.Throws<EchoFormatException>(() => EchoNetDynamicDataset.Open(folder.Root), [file, .. parts]);
    }

    [Fact]
    public void Videos_that_are_not_listed_or_traced_more_than_twice_are_said()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        File.AppendAllText(folder["VolumeTracings.csv"], EchoNetFixture.Chords("0X9", 1, 8, 6, 12, 11) + EchoNetFixture.Chords("0X2", 3, 7, 5, 13, 12));
        var data = EchoNetDynamicDataset.Open(folder.Root);
        Assert.Equal(["0X2", "0X3", "0X9"], data.Skipped.Select(s => s.Id));
        Assert.Equal([4, 1, 0, 5], data.Items.Select(i => i.Frame));
    }

    [Fact]
    public void Outlines_that_enclose_nothing_are_incomplete()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        File.AppendAllText(folder["VolumeTracings.csv"], "0X3.avi,1,1,2,2,5\n0X3.avi,1,1,9,1,5\n");
        Fixture.Throws<EchoFormatException>(() => EchoNetDynamicDataset.Open(folder.Root), "frame 5 of 0X3", "2 points");
        Assert.Equal(4, EchoNetDynamicDataset.Open(folder.Root, new EchoNetOptions { SkipIncomplete = true }).Items.Count);
    }

    [Fact]
    public void Outlines_and_frames_must_fit_the_video()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        var (list, traces) = (File.ReadAllText(folder["FileList.csv"]), File.ReadAllText(folder["VolumeTracings.csv"]));
        folder.Write("FileList.csv", list.Replace(",20,24,", ",112,112,", StringComparison.Ordinal));
        Fixture.Throws<EchoFormatException>(Load, "0X1.avi", "24 × 20", "FileList.csv says 112 × 112");
        folder.Write("FileList.csv", list);
        folder.Write("VolumeTracings.csv", traces.Replace("0X1.avi,5.4,", "0X1.avi,30,", StringComparison.Ordinal));
        Fixture.Throws<EchoFormatException>(Load, "VolumeTracings.csv", "0X1_ED", "(30, ", "24 × 20");
        folder.Write("VolumeTracings.csv", traces.Replace("0X1.avi,5.4,", "0X1.avi,-0.9,", StringComparison.Ordinal));
        Load();
        folder.Write("VolumeTracings.csv", traces + EchoNetFixture.Chords("0X3", 6, 5, 4, 15, 13));
        var data = EchoNetDynamicDataset.Open(folder.Root);
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[5]), "0X3.avi", "6 was asked for", "0…5");

        void Load()
        {
            var opened = EchoNetDynamicDataset.Open(folder.Root);
            opened.Load(opened.Items[0]);
        }
    }

    [Fact]
    public void Without_ffmpeg_the_list_is_read_and_loading_says_what_is_needed()
    {
        using var folder = new TestFolder();
        EchoNetFixture.WriteDynamic(folder);
        var data = EchoNetDynamicDataset.Open(folder.Root, new EchoNetOptions { Video = new VideoOptions { Ffmpeg = folder["none"] } });
        Assert.Equal(4, data.Items.Count);
        Fixture.Throws<EchoFormatException>(() => data.Load(data.Items[0]), "0X1.avi", "ffmpeg");
    }
}
