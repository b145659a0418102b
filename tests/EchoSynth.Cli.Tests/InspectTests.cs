using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class InspectTests(Workspace workspace)
{
    [Fact]
    public void A_data_set_is_described_for_people_and_programs()
    {
        var json = workspace.In("inspect.json");
        var output = CliProcess.Run("inspect", "--data", workspace.Data, "--json", json).Expect(0).Output;
        Assert.Contains("data set   CAMUS, 12 items of 3 patients", output, StringComparison.Ordinal);
        Assert.Contains("sizes      64 × 64", output, StringComparison.Ordinal);
        var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.Equal((12, 3, 12), (root.GetProperty("items").GetInt32(), root.GetProperty("patients").GetInt32(), root.GetProperty("loaded").GetInt32()));
        Assert.Equal(6, root.GetProperty("views").GetProperty("four_chamber").GetInt32());
        Assert.Equal(12, root.GetProperty("labels").GetProperty("left_atrium").GetProperty("masks").GetInt32());
        Assert.Equal(64, root.GetProperty("sizes")[0].GetProperty("width").GetInt32());
        Assert.True(root.GetProperty("spacings")[0].GetProperty("x_mm").GetDouble() > 0);
        Assert.Equal(0, root.GetProperty("failed").GetArrayLength());
    }

    [Fact]
    public void A_misspelt_column_is_warned_of_by_inspect_and_train()
    {
        var mine = Directory.CreateDirectory(workspace.In("misspelt")).FullName;
        var dataset = EchoDatasets.Open(workspace.Data);
        var lines = new List<string> { "image,mask,patiant" };
        foreach (var pair in dataset.Items.Take(4).Select(dataset.Load))
        {
            var name = $"i{lines.Count}";
            PngCodec.Write(Path.Combine(mine, $"{name}.png"), pair.Image);
            PngCodec.WriteMask(Path.Combine(mine, $"{name}_gt.png"), pair.Mask);
            lines.Add($"{name}.png,{name}_gt.png,P1");
        }
        File.WriteAllLines(Path.Combine(mine, "manifest.csv"), lines);
        var json = workspace.In("misspelt.json");
        var inspected = CliProcess.Run("inspect", "--data", mine, "--json", json).Expect(0).Output;
        var trained = CliProcess.Run("train", "--data", mine, "--model", workspace.In("misspelt-model"), "--images", "4").Expect(0).Error;
        foreach (var text in new[] { inspected, trained })
        {
            Assert.Contains("manifest.csv: the field \"patiant\" is not known and is passed over; did you mean patient?", text, StringComparison.Ordinal);
            Assert.Contains("4 of 4 images name no patient", text, StringComparison.Ordinal);
        }
        Assert.Equal(2, JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public void Masks_alone_are_told_what_they_are_for()
    {
        var masks = Directory.CreateDirectory(workspace.In("masks-alone")).FullName;
        PngCodec.WriteMask(Path.Combine(masks, "a_gt.png"), EchoDatasets.Open(workspace.Data) is var set ? set.Load(set.Items[0]).Mask : null!);
        Assert.Contains("0 images, 1 masks", CliProcess.Run("inspect", "--data", masks).Expect(1).Error, StringComparison.Ordinal);
        CliProcess.Run("generate", "--masks", masks, "--model", workspace.Model, "--out", workspace.In("of-one-mask")).Expect(0);
        Assert.Contains("1 image of 1 synthetic patient, made from 1 mask of 1 patient.", File.ReadAllText(workspace.In("of-one-mask/README.md")), StringComparison.Ordinal);
        Assert.Contains("generate --masks", CliProcess.Run("inspect", "--data", masks).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_folder_that_is_not_there_is_told_with_its_full_path() =>
        Assert.Contains($"error: nowhere: the folder does not exist; looked for {Path.GetFullPath("nowhere")}.", CliProcess.Run("inspect", "--data", "nowhere").Expect(1).Error, StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_data_ends_with_1_and_what_was_looked_for()
    {
        var empty = Directory.CreateDirectory(workspace.In("nothing")).FullName;
        Assert.Contains("no data set found", CliProcess.Run("inspect", "--data", empty).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("no TED layout", CliProcess.Run("inspect", "--data", empty, "--layout", "ted").Expect(1).Error, StringComparison.Ordinal);
        foreach (var name in new[] { "a.png", "a_gt.png" })
            File.WriteAllText(Path.Combine(empty, name), "no picture");
        Assert.Contains("none of 1 item can be read", CliProcess.Run("inspect", "--data", empty).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("--layout is 'dicom'; it must be one of auto, ted", CliProcess.Run("inspect", "--data", empty, "--layout", "dicom").Expect(2).Error, StringComparison.Ordinal);
    }
}
