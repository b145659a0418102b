using System.Text.Json;
using EchoSynth.Imaging;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class AblationTests(Workspace workspace)
{
    private static readonly string[] Variants = ["pure-diffusion", "adversarial", "no-l1", "plain-l1", "no-r1", "no-mask-in-d"];

    [UnixFact]
    public void An_ablation_goes_on_after_kill_9_leaves_all_rows_and_trains_nothing_twice()
    {
        var folder = workspace.In("ablation");
        string[] ablate = ["ablate", "--data", workspace.Data, "--out", folder, "--masks", "2", "--slow-masks", "1", "--spread-masks", "1", "--device", "cpu", "--images"];
        CliProcess.RunAndKill("adversarial: trained", [.. ablate, "4"]).Expect(137);
        Assert.False(File.Exists(Path.Combine(folder, "ablation.md")));

        var output = CliProcess.Run([.. ablate, "4"]).Expect(0).Output;
        Assert.All(Variants[..2], v => Assert.Contains($"{v}: was trained before", output, StringComparison.Ordinal));
        Assert.All(Variants[3..], v => Assert.Contains($"{v}: trained", output, StringComparison.Ordinal));
        var rows = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "ablation.json"))).RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(
            ["pure-diffusion-ddpm-1000", "pure-diffusion-ddim-50", "pure-diffusion-ddim-20", "pure-diffusion-ddim-4", .. Variants[1..], "redraw", "label-means"],
            rows.Select(r => r.GetProperty("name").GetString()));
        Assert.Equal([1000, 50, 20, 4, 4, 4, 4, 4, 4], rows[..9].Select(r => r.GetProperty("steps").GetInt32()));
        Assert.Equal([1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], rows.Select(r => r.GetProperty("images").GetInt32()));
        Assert.All(rows[..9], r => Assert.True(r.GetProperty("milliseconds_per_image").GetDouble() > 0));
        Assert.All(rows[1..10], r => Assert.True(r.GetProperty("spread").GetDouble() > 0));
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("spread").ValueKind);
        Assert.All(rows, r => Assert.Equal(["lv", "myocardium", "la", "rest"], r.GetProperty("regions").EnumerateObject().Select(p => p.Name)));
        Assert.Equal((6 + 9 * 198, 30 + 210 + 30), Size(Path.Combine(folder, "ablation.png")));
        Assert.All(Variants, v => Assert.True(File.Exists(Path.Combine(folder, v, "config.json"))));

        // The times are kept with the images, so that even they are the same.
        string[] results = ["ablation.md", "ablation.json", "ablation.png"];
        var before = results.ToDictionary(r => r, r => File.ReadAllBytes(Path.Combine(folder, r)));
        output = CliProcess.Run([.. ablate, "4"]).Expect(0).Output;
        Assert.All(Variants, v => Assert.Contains($"{v}: was trained before", output, StringComparison.Ordinal));
        Assert.All(results, r => Assert.Equal(before[r], File.ReadAllBytes(Path.Combine(folder, r))));

        var error = CliProcess.Run([.. ablate, "8"]).Expect(1).Error;
        Assert.Contains("--images was 4, now is 8", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_other_things_is_left_alone()
    {
        var folder = Directory.CreateDirectory(workspace.In("not-an-ablation")).FullName;
        File.WriteAllText(Path.Combine(folder, "mine"), "mine");
        var result = CliProcess.Run("ablate", "--data", workspace.Data, "--out", folder).Expect(1);
        Assert.Contains("holds no ablation", result.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder));
    }

    private static (int Width, int Height) Size(string path)
    {
        var image = PngCodec.Read(path);
        return (image.Width, image.Height);
    }
}
