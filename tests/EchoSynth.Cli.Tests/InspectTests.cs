using System.Text.Json;

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
