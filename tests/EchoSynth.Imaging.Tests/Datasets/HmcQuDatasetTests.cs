using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Tests.Datasets;

public class HmcQuDatasetTests
{
    private const int Side = 40;

    [Fact]
    public void Frames_are_those_of_the_cycle_and_masks_grow_to_their_size()
    {
        using var folder = new TestFolder();
        Sheet(folder, ["ES0001 _4CH_1", "2", "4"], ["ES0002_4CH_1", "1", "2"]);
        // Named with a space here and without one there.
        Video(folder, "ES0001 _4CH_1", 5, 2 * Side, Side);
        Mask(folder, "ES0001_4CH_1", 3, Horseshoe);
        var data = Assert.IsType<HmcQuDataset>(EchoDatasets.Open(folder.Root));
        Assert.Equal([("ES0001_4CH_1_001", "ES0001", 1), ("ES0001_4CH_1_002", "ES0001", 2), ("ES0001_4CH_1_003", "ES0001", 3)], data.Items.Select(i => (i.Id, i.PatientId, i.Frame)));
        Assert.Contains("1 of 2 videos have no mask", Assert.Single(data.Skipped).Reason, StringComparison.Ordinal);
        var pair = data.Load(data.Items[2]);
        Assert.Equal(Fixture.Image(2 * Side, Side, 3).ToBytes(), pair.Image.ToBytes());
        for (var i = 0; i < 2 * Side * Side; i++)
            Assert.Equal(Horseshoe(2, i / 2 % Side, i / (2 * Side)), pair.Mask.Labels[i] == (byte)AnatomyLabel.Myocardium);
        Assert.InRange(pair.Mask.Count(AnatomyLabel.LeftVentricle), 2 * 16 * 22, 2 * 16 * 24);
    }

    [Fact]
    public void Frames_without_a_usable_wall_are_left_out_with_the_reason()
    {
        using var folder = new TestFolder();
        Sheet(folder, ["ES0001_4CH_1", "1", "3"]);
        Video(folder, "ES0001_4CH_1", 3, Side, Side);
        Mask(folder, "ES0001_4CH_1", 3, (t, x, y) => t switch { 0 => false, 1 => Horseshoe(t, x, y) && y is > 14, _ => Horseshoe(t, x, y) });
        var data = HmcQuDataset.Open(folder.Root);
        Assert.Equal("ES0001_4CH_1_002", Assert.Single(data.Items).Id);
        Assert.Equal(["ES0001_4CH_1_000", "ES0001_4CH_1_001"], data.Skipped.Select(s => s.Id));
        Assert.Contains("empty", data.Skipped[0].Reason, StringComparison.Ordinal);
        Assert.Contains("broken", data.Skipped[1].Reason, StringComparison.Ordinal);
        // Without the cavity a broken wall is a mask like another.
        Assert.Equal(2, HmcQuDataset.Open(folder.Root, new HmcQuOptions { FillCavity = false }).Items.Count);
    }

    [Theory]
    [InlineData("1", "4", "frames × rows × columns with 4 frames")]
    [InlineData("0", "3", "Reference Frame")]
    [InlineData("3", "2", "End of Cycle")]
    [InlineData("1", "5000", "End of Cycle")]
    [InlineData("one", "3", "Reference Frame")]
    public void A_sheet_that_does_not_fit_is_an_error(string reference, string end, string expected)
    {
        using var folder = new TestFolder();
        Sheet(folder, ["ES0001_4CH_1", reference, end]);
        Video(folder, "ES0001_4CH_1", 3, Side, Side);
        Mask(folder, "ES0001_4CH_1", 3, Horseshoe);
        Fixture.Throws<EchoFormatException>(() => HmcQuDataset.Open(folder.Root), folder.Root, expected);
    }

    [Fact]
    public void Masks_without_a_row_or_a_video_are_errors_or_left_out()
    {
        using var folder = new TestFolder();
        Sheet(folder, ["ES0001_4CH_1", "1", "1"], ["ES0002_4CH_1", "1", "1"]);
        Video(folder, "ES0001_4CH_1", 1, Side, Side);
        foreach (var name in new[] { "ES0001_4CH_1", "ES0002_4CH_1", "ES0003_4CH_1" })
            Mask(folder, name, 1, Horseshoe);
        Fixture.Throws<EchoFormatException>(() => HmcQuDataset.Open(folder.Root), "2 incomplete", "Mask_ES0003_4CH_1.mat: A4C.xlsx has no row", "Mask_ES0002_4CH_1.mat: its video");
        var data = HmcQuDataset.Open(folder.Root, new HmcQuOptions { SkipIncomplete = true });
        Assert.Single(data.Items);
        Assert.Equal(["Mask_ES0003_4CH_1.mat", "Mask_ES0002_4CH_1.mat"], data.Skipped.Select(s => s.Id));
        XlsxFile.Write(folder["A4C.xlsx"], [["ECHO", "First"], ["ES0001_4CH_1", "1"]]);
        Fixture.Throws<EchoFormatException>(() => HmcQuDataset.Open(folder.Root), "A4C.xlsx", "Reference Frame", "no column");
    }

    [Fact]
    public void The_sheet_of_another_program_is_understood()
    {
        var rows = HmcQuSheet.Read(Fixture.Path("sheet.xlsx"));
        Assert.Equal([new(2, "ES0001 _4CH_1", 5, 31), new(3, "ES0002_4CH_1", 1, 24), new(4, "ES0003_4CH_1", 2, 22)], rows);
    }

    /// <summary>Two walls of 5 pixels and an arch, open below; the cavity is 16 × 24.</summary>
    private static bool Horseshoe(int frame, int x, int y) => y is >= 5 and < 34 && x is >= 7 and < 33 && (y < 10 || x is < 12 or >= 28);

    private static void Sheet(TestFolder folder, params string[][] rows) =>
        XlsxFile.Write(folder["A4C.xlsx"], [["ECHO", "Reference Frame", "End of Cycle"], .. rows]);

    private static void Video(TestFolder folder, string name, int frames, int width, int height)
    {
        Directory.CreateDirectory(folder["HMC-QU/A4C"]);
        VideoFile.Write(folder[$"HMC-QU/A4C/{name}.avi"], Enumerable.Range(0, frames).Select(k => Fixture.Image(width, height, k)), 25, VideoEncoding.Lossless);
    }

    private static void Mask(TestFolder folder, string name, int frames, Func<int, int, int, bool> wall)
    {
        var values = Enumerable.Range(0, frames * Side * Side).Select(i => wall(i % frames, i / frames / Side, i / frames % Side) ? (byte)1 : (byte)0);
        MatFile.Write(folder[$"LV Ground-truth Segmentation Masks/Mask_{name}.mat"], "predicted", [frames, Side, Side], [.. values]);
    }
}
