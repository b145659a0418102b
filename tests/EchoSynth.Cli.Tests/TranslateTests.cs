using System.Text.Json;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class TranslateTests(Workspace workspace)
{
    [Theory]
    [InlineData("ted", "standard")]
    [InlineData("echonet-dynamic", "high-resolution")]
    [InlineData("hmc-qu", "deep")]
    [InlineData("cardiac-uda", "portable")]
    [InlineData("unity", "compound")]
    public void Every_layout_is_translated_with_its_masks_completed(string layout, string scanner)
    {
        var (source, output) = (Source(layout, scanner), workspace.In($"translated-{layout}"));
        var result = CliProcess.Run("translate", "--model", workspace.Model, "--from", layout, "--data", source, "--out", output, "--shape", Shape(), "--count", "4", "--device", "cpu", "--strength", "0.5", "--layout", "nifti", "--grid", "source").Expect(0);
        var lines = File.ReadAllLines(Path.Combine(output, "manifest.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        var skipped = Path.Combine(output, "skipped.jsonl");
        Assert.Equal(4, lines.Length + (File.Exists(skipped) ? File.ReadAllLines(skipped).Length : 0));
        Assert.True(lines.Length >= 3, result.Error);
        Assert.All(lines, line =>
        {
            Assert.Equal(0.5, line.GetProperty("options").GetProperty("strength").GetDouble());
            Assert.Equal(96, line.GetProperty("geometry").GetProperty("sourceWidth").GetInt32());
            Assert.StartsWith(layout == "ted" ? "LeftAtrium: complete" : layout == "hmc-qu" ? "LeftAtrium: complete" : layout == "cardiac-uda" ? "Myocardium: complete" : "Myocardium, LeftAtrium: complete", line.GetProperty("options").GetProperty("missing").GetString(), StringComparison.Ordinal);
            Assert.Equal(64, line.GetProperty("options").GetProperty("completer").GetString()!.Length);
        });
        // The completed masks have all three structures.
        var inspected = CliProcess.Run("inspect", "--data", output).Expect(0).Output;
        Assert.Contains("96 × 96", inspected, StringComparison.Ordinal);
        foreach (var label in new[] { "LeftVentricle", "Myocardium", "LeftAtrium" })
            Assert.Matches($@"{label}\s+[0-9.]+%\s+{lines.Length}\b", inspected);
        CliProcess.Run("evaluate", "--real", source, "--synthetic", output).Expect(0);
    }

    [Fact]
    public void Without_a_shape_model_what_to_do_is_asked()
    {
        var source = Source("unity", "compound");
        var output = workspace.In("unasked");
        var error = CliProcess.Run("translate", "--model", workspace.Model, "--data", source, "--out", output, "--device", "cpu").Expect(1).Error;
        Assert.Contains("Unity annotates LeftVentricle", error, StringComparison.Ordinal);
        Assert.Contains("Give --shape FILE", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
        Assert.Contains("'translate' can complete", CliProcess.Run("generate", "--model", workspace.Model, "--masks", source, "--out", output, "--device", "cpu").Expect(1).Error, StringComparison.Ordinal);
        CliProcess.Run("translate", "--model", workspace.Model, "--data", source, "--out", output, "--missing", "keep", "--count", "2", "--device", "cpu").Expect(0);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(output, "manifest.jsonl")).Length);
    }

    [Fact]
    public void A_label_map_is_the_users_to_choose()
    {
        var source = Source("cardiac-uda", "portable");
        var output = workspace.In("mapped");
        string[] translate = ["translate", "--model", workspace.Model, "--data", source, "--missing", "keep", "--count", "1", "--device", "cpu"];
        CliProcess.Run([.. translate, "--out", workspace.In("unmapped-cardiac")]).Expect(0);
        CliProcess.Run([.. translate, "--out", output, "--labels", "1=la,2=lv,3=background,4=background"]).Expect(0);
        Imaging.AnatomyMask Mask(string folder) => Imaging.PngCodec.ReadMask(Directory.GetFiles(folder, "*_gt.png").Single());
        var (plain, mapped) = (Mask(workspace.In("unmapped-cardiac")), Mask(output));
        Assert.True(plain.Count(Imaging.AnatomyLabel.LeftVentricle) > plain.Count(Imaging.AnatomyLabel.LeftAtrium));
        Assert.Equal(plain.Count(Imaging.AnatomyLabel.LeftVentricle), mapped.Count(Imaging.AnatomyLabel.LeftAtrium));
        Assert.Equal(plain.Count(Imaging.AnatomyLabel.LeftAtrium), mapped.Count(Imaging.AnatomyLabel.LeftVentricle));
        Assert.Contains("'1=ventricle'", CliProcess.Run("translate", "--model", workspace.Model, "--data", source, "--out", output, "--labels", "1=ventricle").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("have no numbers", CliProcess.Run("translate", "--model", workspace.Model, "--data", Source("unity", "compound"), "--out", workspace.In("unmapped"), "--labels", "1=lv").Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("--from is 'dicom'", CliProcess.Run("translate", "--model", workspace.Model, "--from", "dicom", "--data", source, "--out", output).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_leaves_shape_models_of_its_hearts()
    {
        var model = workspace.In("shaped");
        CliProcess.Run("train", "--data", Hearts(), "--model", model, "--images", "4", "--device", "cpu", "--no-validation").Expect(0);
        Assert.Equal(["shape_2CH.json", "shape_4CH.json"], Directory.GetFiles(model, "shape*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        CliProcess.Run("translate", "--model", model, "--data", Source("unity", "compound"), "--out", workspace.In("by-model"), "--count", "1", "--device", "cpu").Expect(0);
        // With three patients there is none, and the training says so.
        Assert.Contains("no shape model of the view 4CH", workspace.Training, StringComparison.Ordinal);
    }

    private string Source(string layout, string scanner)
    {
        var folder = workspace.In($"source-{layout}");
        if (!Directory.Exists(folder))
            CliProcess.Run("phantom", "--out", folder, "--layout", layout, "--scanner", scanner, "--patients", "3", "--size", "96", "--seed", "11").Expect(0);
        return folder;
    }

    private string Hearts()
    {
        var folder = workspace.In("hearts");
        if (!Directory.Exists(folder))
            CliProcess.Run("phantom", "--out", folder, "--patients", "30", "--size", "64").Expect(0);
        return folder;
    }

    private string Shape()
    {
        var file = workspace.In("shape.json");
        if (!File.Exists(file))
            CliProcess.Run("anatomies", "--data", Hearts(), "--view", "4CH", "--fit", file).Expect(0);
        return file;
    }
}
