using System.Text.Json;
using System.Xml.Linq;
using EchoSynth.Imaging;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class DemoTests(Workspace workspace)
{
    [Fact]
    public void The_demo_leaves_its_results_and_the_same_ones_again()
    {
        var folder = workspace.In("demo");
        string[] demo = ["demo", "--out", folder, "--images", "8", "--patients", "3", "--device", "cpu"];
        var output = CliProcess.Run(demo).Expect(0).Output;
        Assert.Contains("the same heart, recorded again", output, StringComparison.Ordinal);
        Assert.Contains("texture within 0.8 to 1.2: NO", output, StringComparison.Ordinal); // after 8 images

        var metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json"))).RootElement;
        Assert.Equal(["model", "untrained", "constant", "redraw"], metrics.EnumerateObject().Select(p => p.Name));
        Assert.All(metrics.EnumerateObject(), m => Assert.Equal(["mse", "psnr", "ssim", "texture_myocardium", "texture_surround", "images"], m.Value.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(4, metrics.GetProperty("model").GetProperty("images").GetInt32());
        Assert.True(metrics.GetProperty("redraw").GetProperty("psnr").GetDouble() > metrics.GetProperty("untrained").GetProperty("psnr").GetDouble());
        Assert.True(PngCodec.Read(Path.Combine(folder, "contact-sheet.png")).Width > 5 * 3 * 64);
        Assert.Equal("svg", XDocument.Load(Path.Combine(folder, "loss.svg")).Root!.Name.LocalName);
        Assert.True(File.Exists(Path.Combine(folder, "model", "config.json")));
        Assert.True(Directory.Exists(Path.Combine(folder, "data", "database_nifti")));

        string[] results = ["metrics.json", "contact-sheet.png", "loss.svg", "model/denoiser.safetensors", "synthetic/manifest.jsonl"];
        var first = results.ToDictionary(r => r, r => File.ReadAllBytes(Path.Combine(folder, r)));
        CliProcess.Run(demo).Expect(0);
        Assert.All(results, r => Assert.Equal(first[r], File.ReadAllBytes(Path.Combine(folder, r))));
    }

    [Fact]
    public void With_data_of_ones_own_there_is_no_redraw()
    {
        // A copy without phantom.json is a CAMUS like any other.
        var data = Directory.CreateDirectory(workspace.In("own-data")).FullName;
        foreach (var file in Directory.GetFiles(workspace.Data, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "phantom.json"))
        {
            var copy = Path.Combine(data, Path.GetRelativePath(workspace.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var folder = workspace.In("own-demo");
        CliProcess.Run("demo", "--data", data, "--out", folder, "--images", "4", "--device", "cpu").Expect(0);
        var metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json"))).RootElement;
        Assert.Equal(["model", "untrained", "constant"], metrics.EnumerateObject().Select(p => p.Name));
        Assert.False(Directory.Exists(Path.Combine(folder, "data")));
    }

    [Fact]
    public void A_folder_with_other_things_is_left_alone()
    {
        var folder = Directory.CreateDirectory(workspace.In("mine")).FullName;
        var file = Path.Combine(folder, "metrics.json");
        File.WriteAllText(file, "mine");
        var result = CliProcess.Run("demo", "--out", folder).Expect(1);
        Assert.Contains("holds no earlier demo", result.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
    }
}
