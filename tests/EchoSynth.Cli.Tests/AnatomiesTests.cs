using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Anatomies;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class AnatomiesTests
{
    [Fact]
    public void Anatomies_are_drawn_from_a_data_set_and_again_from_its_model()
    {
        var root = Directory.CreateTempSubdirectory("echosynth-anatomies-").FullName;
        try
        {
            string At(string name) => Path.Combine(root, name);
            CliProcess.Run("phantom", "--out", At("data"), "--patients", "24", "--size", "96").Expect(0);
            var output = CliProcess.Run("anatomies", "--data", At("data"), "--view", "4CH", "--out", At("new"), "--count", "3", "--size", "96", "--ef", "50", "--seed", "7", "--fit", At("shape.json")).Expect(0).Output;
            Assert.Contains("6 masks written", output, StringComparison.Ordinal);
            foreach (var line in File.ReadLines(At("new/measures.jsonl")))
                Assert.InRange(JsonDocument.Parse(line).RootElement.GetProperty("ejectionFraction").GetDouble(), 48.5, 51.5);
            var mask = PngCodec.ReadMask(At("new/shape0002_4CH_ES_gt.png"));
            Assert.Empty(AnatomyValidity.Check(mask));
            Assert.True(File.Exists(At("new/sheets/modes_4CH.png")) && File.Exists(At("new/sheets/anatomies_4CH.png")));
            Assert.Equal(6, Imaging.Datasets.FolderDataset.FindMasks(At("new")).Count);
            Assert.Empty(Imaging.Datasets.FolderDataset.FindImages(At("new")));

            CliProcess.Run("anatomies", "--shape", At("shape.json"), "--out", At("again"), "--count", "3", "--size", "96", "--ef", "50", "--seed", "7").Expect(0);
            Assert.Equal(File.ReadAllBytes(At("new/shape0002_4CH_ES_gt.png")), File.ReadAllBytes(At("again/shape0002_4CH_ES_gt.png")));
            // Fewer anatomies replace more.
            CliProcess.Run("anatomies", "--shape", At("shape.json"), "--out", At("again"), "--size", "96", "--interpolate", "shape0001,shape0002", "--steps", "2").Expect(0);
            Assert.Equal(4, Directory.GetFiles(At("again"), "*_gt.png").Length);
            // What cannot be drawn replaces nothing.
            foreach (var wrong in (string[][])[["--interpolate", "shape0001,nobody"], ["--interpolate", "shape0001"], ["--edv", "900"]])
            {
                Assert.NotEqual(0, CliProcess.Run(["anatomies", "--shape", At("shape.json"), "--out", At("again"), "--size", "96", .. wrong]).ExitCode);
                Assert.Equal(7, Directory.GetFiles(At("again"), "*", SearchOption.AllDirectories).Length);
            }
            // Masks of another view are the command's own, too.
            File.Copy(At("again/shape0001_4CH_ED_gt.png"), At("again/shape0001_PSAX_ED_gt.png"));
            CliProcess.Run("anatomies", "--shape", At("shape.json"), "--out", At("again"), "--size", "96", "--count", "1").Expect(0);
            Assert.Equal(2, Directory.GetFiles(At("again"), "*_gt.png").Length);

            // What only looks like the command's own is not deleted.
            foreach (var name in new[] { "again/sheets/tax.xlsx", "again/shape_my_gt.png.bak" })
            {
                File.WriteAllText(At(name), "mine");
                Assert.Contains("holds more than anatomies", CliProcess.Run("anatomies", "--shape", At("shape.json"), "--out", At("again"), "--count", "1").Expect(1).Error, StringComparison.Ordinal);
                File.Delete(At(name));
            }
            Assert.Contains("the limit is 3.0", CliProcess.Run("anatomies", "--shape", At("shape.json"), "--out", At("far"), "--edv", "900").Expect(1).Error, StringComparison.Ordinal);
            Assert.Contains("holds more than anatomies", CliProcess.Run("anatomies", "--shape", At("shape.json"), "--out", At("data")).Expect(1).Error, StringComparison.Ordinal);
            Assert.Contains("not a shape model", CliProcess.Run("anatomies", "--shape", At("new/measures.jsonl"), "--out", At("x")).Expect(1).Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Too_few_hearts_for_both_phases_are_said_and_taken_as_frames()
    {
        var root = Directory.CreateTempSubdirectory("echosynth-few-").FullName;
        try
        {
            CliProcess.Run("phantom", "--out", Path.Combine(root, "data"), "--patients", "5", "--size", "96").Expect(0);
            string[] drawn = ["anatomies", "--data", Path.Combine(root, "data"), "--view", "4CH", "--size", "96", "--count", "1", "--out", Path.Combine(root, "new")];
            var output = CliProcess.Run(drawn).Expect(0).Output;
            Assert.Contains("4CH: 5 hearts with both phases, 10 needed; single frames taken instead", output, StringComparison.Ordinal);
            Assert.Contains("10 of 10 frames", output, StringComparison.Ordinal);
            Assert.Contains("of the variation of 10 frames", output, StringComparison.Ordinal);
            Assert.Contains("10 hearts or more that have end-diastole and end-systole", CliProcess.Run([.. drawn, "--ef", "35"]).Expect(1).Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("anatomies --out x", "Give --data or --shape, one of them.")]
    [InlineData("anatomies --shape s --data d --out x", "Give --data or --shape, one of them.")]
    [InlineData("anatomies --shape s", "Give --out, or --fit")]
    [InlineData("anatomies --shape s --out x --preset odd", "--preset is 'odd'; it must be one of dilated,")]
    [InlineData("anatomies --shape s --out x --preset dilated --ef 30", "--preset already says")]
    [InlineData("anatomies --shape s --out x --ef 99", "--ef is 99; it must be between 5 and 85.")]
    public void Wrong_usage_ends_with_2(string arguments, string message) =>
        Assert.Contains(message, CliProcess.Run(arguments.Split(' ')).Expect(2).Error, StringComparison.Ordinal);
}
