using System.Text.Json;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class RoundTripTests(Workspace workspace)
{
    [Fact]
    public void Training_says_how_many_pairs_and_leaves_a_model()
    {
        Assert.Contains("4 training pairs of 1 patient in CAMUS; preset small-64, 160 images in batches of 4, seed 0", workspace.Training, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(workspace.Model, "denoiser.safetensors")));
        Assert.NotEmpty(Directory.GetDirectories(Path.Combine(workspace.Model, "training")));
    }

    [Fact]
    public void Images_do_not_depend_on_shards_or_restarts()
    {
        var whole = Generate("whole", "--count", "6");
        var shards = Generate("shards", "--count", "6", "--shard", "1/2");
        Generate("shards", "--count", "6", "--shard", "2/2");
        var names = Names(whole, "*.png");
        Assert.Equal(12, names.Length);
        Assert.Equal(names, Names(shards, "*.png"));
        Assert.All(names, n => Assert.Equal(Bytes(whole, n), Bytes(shards, n)));
        Assert.Equal(["manifest-1-of-2.jsonl", "manifest-2-of-2.jsonl"], Names(shards, "*.jsonl"));
        Assert.Contains("6 images in", CliProcess.Run("merge", "--data", shards).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(Names(whole, "*"), Names(shards, "*"));
        Assert.All(Names(whole, "*"), n => Assert.Equal(Bytes(whole, n), Bytes(shards, n)));

        // What a killed run leaves: some images missing, no manifest; or an image that is not what its line says.
        var manifest = Bytes(whole, "manifest.jsonl");
        var before = names.ToDictionary(n => n, n => Bytes(whole, n));
        File.Delete(Path.Combine(whole, names[0]));
        File.WriteAllBytes(Path.Combine(whole, names[2]), [1, 2, 3]);
        Generate("whole", "--count", "6");
        Assert.All(names, n => Assert.Equal(before[n], Bytes(whole, n)));
        Assert.Equal(manifest, Bytes(whole, "manifest.jsonl"));
    }

    [Fact]
    public void Manifest_names_model_seed_and_checksum_of_each_image()
    {
        var folder = Generate("manifest");
        var lines = File.ReadAllLines(Path.Combine(folder, "manifest.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line =>
        {
            var file = Path.Combine(folder, line.GetProperty("file").GetString()!);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))), line.GetProperty("sha256").GetString());
            Assert.EndsWith($"_s{line.GetProperty("seed").GetInt64()}.png", file, StringComparison.Ordinal);
            Assert.True(line.GetProperty("synthetic").GetBoolean());
            Assert.Equal(("posterior", 4), (line.GetProperty("options").GetProperty("method").GetString(), line.GetProperty("options").GetProperty("steps").GetInt32()));
            Assert.Equal(64, line.GetProperty("model").GetString()!.Length);
            Assert.True(File.Exists(Path.Combine(workspace.Data, line.GetProperty("source").GetString()!)));
        });
    }

    [Fact]
    public void Evaluation_pairs_by_id_and_writes_its_figures()
    {
        var synthetic = Generate("synthetic", "--count", "8", "--seed", "5");
        var json = workspace.In("report.json");
        var output = CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", synthetic, "--json", json).Expect(0).Output;
        Assert.Contains("Fidelity of 8 pairs", output, StringComparison.Ordinal);
        var fidelity = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("fidelity");
        Assert.Equal(8, fidelity.GetProperty("images").GetInt32());
        Assert.InRange(fidelity.GetProperty("sector").GetProperty("psnr").GetDouble(), 5, 40);
        Assert.InRange(fidelity.GetProperty("whole_frame").GetProperty("ssim").GetDouble(), 0, 1);
        Assert.True(fidelity.GetProperty("spectrum_db").GetDouble() > 0);
    }

    [Fact]
    public void Real_images_compared_with_themselves_are_perfect()
    {
        var json = workspace.In("self.json");
        CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", workspace.Data, "--json", json).Expect(0);
        var sector = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("fidelity").GetProperty("sector");
        Assert.Equal(0, sector.GetProperty("mse").GetDouble(), 6);
        Assert.Equal(1, sector.GetProperty("ssim").GetDouble(), 6);
        Assert.Equal(JsonValueKind.Null, sector.GetProperty("psnr").ValueKind);
    }

    [Fact]
    public void Masks_alone_are_drawn_in_the_models_usual_sector()
    {
        var masks = Directory.CreateDirectory(workspace.In("masks")).FullName;
        foreach (var mask in Directory.GetFiles(workspace.Data, "*ED_gt.nii.gz", SearchOption.AllDirectories).Take(2))
            File.Copy(mask, Path.Combine(masks, Path.GetFileName(mask)));
        var folder = workspace.In("from-masks");
        CliProcess.Run("generate", "--model", workspace.Model, "--masks", masks, "--out", folder, "--device", "cpu").Expect(0);
        Assert.Equal(4, Names(folder, "*.png").Length);
    }

    [Theory]
    [InlineData("nifti", "model")]
    [InlineData("camus-nifti", "model")]
    [InlineData("camus-mhd", "source")]
    public void Every_layout_and_grid_is_read_and_compared_again(string layout, string grid)
    {
        var folder = Generate($"{layout}-{grid}", "--layout", layout, "--grid", grid, "--count", "8", "--name", "Phantoms drawn");
        Assert.StartsWith("# Phantoms drawn", File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
        var json = workspace.In($"{layout}-{grid}.json");
        CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", folder, "--json", json).Expect(0);
        Assert.Equal(8, JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("fidelity").GetProperty("images").GetInt32());
    }

    [Fact]
    public void A_model_trained_on_the_sector_with_stretched_greys_is_used_so()
    {
        var model = workspace.In("framed");
        string[] train = ["train", "--data", workspace.Data, "--model", model, "--images", "8", "--device", "cpu", "--no-validation"];
        CliProcess.Run([.. train, "--extent", "sector", "--white", "99", "--memory", "0"]).Expect(0);
        Assert.Contains("\"whitePercentile\": 99", File.ReadAllText(Path.Combine(model, "config.json")), StringComparison.Ordinal);
        Assert.Contains("nothing is left to do", CliProcess.Run([.. train, "--resume"]).Expect(0).Output, StringComparison.Ordinal);
        var folder = workspace.In("framed-images");
        CliProcess.Run("generate", "--model", model, "--masks", workspace.Data, "--out", folder, "--device", "cpu", "--count", "1").Expect(0);
        Assert.Contains("\"white\":0.", File.ReadAllText(Path.Combine(folder, "manifest.jsonl")), StringComparison.Ordinal);
        CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", folder).Expect(0);
    }

    [UnixFact]
    public void Killed_and_started_again_a_set_is_the_same()
    {
        string[] command = ["generate", "--model", workspace.Model, "--masks", workspace.Data, "--count", "60", "--layout", "camus-mhd", "--device", "cpu", "--out"];
        var (whole, killed) = (workspace.In("unkilled"), workspace.In("killed"));
        CliProcess.Run([.. command, whole]).Expect(0);
        // The first report comes after the first image.
        CliProcess.RunAndKill("generating: ", [.. command, killed]);
        Assert.False(File.Exists(Path.Combine(killed, "manifest.jsonl")));
        Assert.Matches("[1-9][0-9]* were there already", CliProcess.Run([.. command, killed]).Expect(0).Output);
        string[] All(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
        Assert.Equal(All(whole), All(killed));
        Assert.All(All(whole), n => Assert.Equal(Bytes(whole, n), Bytes(killed, n)));
    }

    [Fact]
    public void A_data_set_is_never_written_over()
    {
        var error = CliProcess.Run("generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", workspace.Data, "--layout", "camus-nifti", "--device", "cpu").Expect(1).Error;
        Assert.Contains("is not empty and holds no synthetic data set", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_of_other_numbers_are_read_by_a_label_map()
    {
        var masks = Directory.CreateDirectory(workspace.In("masks255")).FullName;
        var pixels = Enumerable.Range(0, 64 * 64).Select(i => Math.Abs(i % 64 - 32) < 10 && Math.Abs(i / 64 - 30) < 15 ? (byte)255 : (byte)0).ToArray();
        Imaging.PngCodec.Write(Path.Combine(masks, "a.png"), Imaging.EchoImage.FromBytes(64, 64, pixels));
        Assert.Contains("--labels 255=lv", CliProcess.Run("generate", "--model", workspace.Model, "--masks", masks, "--out", workspace.In("from255"), "--device", "cpu").Expect(1).Error, StringComparison.Ordinal);
        CliProcess.Run("generate", "--model", workspace.Model, "--masks", masks, "--labels", "255=lv", "--out", workspace.In("mapped255"), "--device", "cpu").Expect(0);
    }

    [Fact]
    public void A_phantom_of_a_layout_without_phases_is_trained_on()
    {
        var data = workspace.In("unity-train");
        CliProcess.Run("phantom", "--out", data, "--layout", "unity", "--patients", "10", "--size", "64").Expect(0);
        Assert.Contains("validation after 8 images", CliProcess.Run("train", "--data", data, "--model", workspace.In("unity-model"), "--images", "8", "--device", "cpu").Expect(0).Output, StringComparison.Ordinal);
    }

    private string Generate(string name, params string[] more)
    {
        var folder = workspace.In(name);
        CliProcess.Run(["generate", "--model", workspace.Model, "--masks", workspace.Data, "--split", "testing", "--out", folder, "--device", "cpu", .. more]).Expect(0);
        return folder;
    }

    private static string[] Names(string folder, string pattern) => [.. Directory.GetFiles(folder, pattern).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static byte[] Bytes(string folder, string name) => File.ReadAllBytes(Path.Combine(folder, name));
}
