using System.Text.Json;

namespace EchoSynth.Cli.Tests;

/// <summary>Features extracted in parts, and an evaluation that finds them.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class FeatureShardTests(Workspace workspace)
{
    [Fact]
    public void Features_of_shards_joined_are_those_of_an_evaluation()
    {
        var (synthetic, cache, plain) = (workspace.In("described"), workspace.In("features"), workspace.In("features-plain"));
        // On the recordings' grid: so an image's framing depends on its real partner's spacing, too.
        CliProcess.Run("generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", synthetic, "--count", "9", "--grid", "source", "--device", "cpu").Expect(0);
        string[] evaluate = ["evaluate", "--real", workspace.Data, "--synthetic", synthetic, "--size", "48"];
        CliResult Shard(string shard, params string[] more) => CliProcess.Run([.. evaluate, "--features-only", "--cache", cache, "--shard", shard, .. more]);
        Assert.Contains("images described in", Shard("1/3").Expect(0).Output, StringComparison.Ordinal);
        Shard("2/3").Expect(0);
        Assert.Contains("shard 3 of 3 is missing or not finished", CliProcess.Run("merge", "--data", cache).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("seed: 0 there and 5 here", Shard("3/3", "--seed", "5").Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("shard 1/3 is finished there", Shard("2/2").Expect(1).Error, StringComparison.Ordinal);
        Shard("3/3").Expect(0);
        Assert.Contains("7 of 7 rows were there already", Shard("1/3").Expect(0).Output, StringComparison.Ordinal);

        var file = Directory.GetFiles(Path.Combine(cache, "features-2-of-3"), "*.features").Single();
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^100]);
        Assert.Contains($"{file}: the file is not the one that was made", CliProcess.Run("merge", "--data", cache).Expect(1).Error, StringComparison.Ordinal);
        File.WriteAllBytes(file, bytes);
        // Killed while it removed the shards, one was left, of which some files were gone.
        var left = Path.Combine(cache, "features-3-of-3");
        var shard = File.ReadAllBytes(Path.Combine(left, "shard.json"));
        Assert.Contains("features of 21 images in", CliProcess.Run("merge", "--data", cache).Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(cache));
        Directory.CreateDirectory(left);
        File.WriteAllBytes(Path.Combine(left, "shard.json"), shard);
        Assert.Contains("features of 21 images in", CliProcess.Run("merge", "--data", cache).Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(cache));
        // A task that is started again finds nothing to do, and makes no shard that the others would be missing beside.
        Assert.Contains("joined in", Shard("2/3").Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(cache));
        Directory.CreateDirectory(left); // of another evaluation, for example, that has just begun
        Assert.Contains("no shard of its features is finished", CliProcess.Run("merge", "--data", cache).Expect(1).Error, StringComparison.Ordinal);
        Directory.Delete(left);
        Assert.Contains("0 rows added", CliProcess.Run("merge", "--data", cache).Expect(0).Output, StringComparison.Ordinal);

        // An evaluation adds nothing to it: all that it needs is there; and it says what one without says.
        string Features(string folder) => Directory.GetFiles(folder, "*.features").Single();
        var joined = File.ReadAllBytes(Features(cache));
        CliProcess.Run([.. evaluate, "--only", "distribution", "--cache", cache, "--json", workspace.In("with.json")]).Expect(0);
        Assert.Equal(joined, File.ReadAllBytes(Features(cache)));
        CliProcess.Run([.. evaluate, "--only", "distribution", "--cache", plain, "--json", workspace.In("without.json")]).Expect(0);
        Assert.Equal(joined.Length, File.ReadAllBytes(Features(plain)).Length);
        string Distribution(string file) => JsonDocument.Parse(File.ReadAllText(workspace.In(file))).RootElement.GetProperty("distribution").GetRawText();
        Assert.Equal(Distribution("without.json"), Distribution("with.json"));
    }

    [Theory]
    [InlineData("--features-only", "--features-only needs --cache")]
    [InlineData("--features-only --cache c", "--features-only needs --size")]
    [InlineData("--shard 1/2", "--shard and --shards are parts of --features-only")]
    public void What_a_shard_of_features_needs_is_told(string options, string expected) =>
        Assert.Contains(expected, CliProcess.Run(["evaluate", "--real", "r", "--synthetic", "s", .. options.Split(' ')]).Expect(2).Error, StringComparison.Ordinal);
}
