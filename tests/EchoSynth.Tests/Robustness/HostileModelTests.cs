using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EchoSynth.Checkpoints;
using EchoSynth.Segmentation;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Robustness;

/// <summary>Model folders of strangers, one by one: what the fuzzer found, and what it cannot see, such as where is read.</summary>
public sealed class HostileModelTests : IDisposable
{
    private readonly string _root = Tiny.TemporaryFolder();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("denoiser", "width", "1024", "far more parameters than the")]
    [InlineData("denoiser", "multipliers", "[64, 64, 64, 64, 64, 64]", "far more parameters than the")]
    [InlineData("denoiser", "multipliers", "null", "not valid")]
    [InlineData("denoiser", "latentEmbedding", "4096", "far more parameters than the")]
    [InlineData("", "imageSize", "1073741824", "at most 4096 × 4096")]
    [InlineData("", "imageSize", "-16", "does not fit")]
    [InlineData("schedule", "betaMax", "1e999", "number that is too large")]
    [InlineData("", "version", "\"1\"", "\"version\" is 1")]
    [InlineData("", "format", "\"\\ud800\"", "not Unicode")]
    [InlineData("", "denoiserKind", "\"System.Diagnostics.Process\"", "known are")]
    [InlineData("", "$type", "\"System.Diagnostics.Process, System\"", "$type")]
    public void AConfigurationThatAsksForTooMuchIsRefusedWithoutTakingIt(string part, string name, string value, string problem)
    {
        var folder = Model();
        var path = Path.Combine(folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        (part.Length > 0 ? config[part]! : config)[name] = "@@";
        File.WriteAllText(path, config.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed.TotalSeconds < 5, $"it took {clock.Elapsed}");
    }

    [Fact]
    public void ASegmenterOfAnySizeIsRefusedLikewise()
    {
        var folder = SegmenterFolder();
        var path = Path.Combine(folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        (config["options"]!["width"], config["options"]!["depth"], config["options"]!["imageSize"]) = (256, 7, 128);
        File.WriteAllText(path, config.ToJsonString());
        Assert.Contains("far more parameters than the", Assert.Throws<ModelFormatException>(() => Segmenter.Load(folder, "cpu")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}""", "too long for a file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,0]}}""", "66 dimensions")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "twice")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "not that of a safetensors file")]
    public void AHeaderThatLibtorchWouldStumbleOverIsRefused(string header, string problem)
    {
        var path = Path.Combine(_root, "a.safetensors");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header)]);
        Assert.Contains(problem, Assert.Throws<ModelFormatException>(() => SafeTensors.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonAsDeepAsAStackIsRefused()
    {
        var folder = Model();
        File.WriteAllText(Path.Combine(folder, "config.json"), new string('[', 100_000));
        Assert.Contains("is not JSON", Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(folder, "config.json"), [(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        Assert.Contains("is not UTF-8", Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder)).Message, StringComparison.Ordinal);
        using (var file = File.Create(Path.Combine(folder, "config.json")))
            file.SetLength(ModelFile.LongestJson + 1);
        Assert.EndsWith("at most 16777216 are read.", Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMarkOfUtf8BeforeTheJsonDoesNoHarm()
    {
        var folder = Model();
        var path = Path.Combine(folder, "config.json");
        File.WriteAllText(path, File.ReadAllText(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        EchoModel.Load(folder).Dispose();
    }

    [Theory]
    [InlineData("config.json", "/dev/zero")]
    [InlineData("denoiser.safetensors", "/dev/zero")]
    [InlineData("sector.png", "/dev/zero")]
    [InlineData("config.json", null)]
    [InlineData("denoiser.safetensors", null)]
    [InlineData("sector.png", null)]
    public async Task PipesAndDevicesAreNotReadOrWaitedFor(string name, string? device)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Model();
        var path = Path.Combine(folder, name);
        File.Delete(path);
        if (device is not null)
            File.CreateSymbolicLink(path, device);
        else
            await Process.Start("mkfifo", path).WaitForExitAsync();
        var error = await Task.Run(() => Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder))).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("denoiser.safetensors")]
    [InlineData("sector.png")]
    public void ALinkOutOfAModelFolderIsRefusedAndOneWithinItIsNot(string name)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Model();
        var (path, secret, below) = (Path.Combine(folder, name), Path.Combine(_root, "secret.txt"), Path.Combine(folder, "below"));
        // What is there is whole, and not read all the same.
        File.Copy(path, secret);
        Directory.CreateDirectory(below);
        File.Move(path, Path.Combine(below, name));

        File.CreateSymbolicLink(path, Path.Combine("..", "secret.txt"));
        var error = Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder));
        Assert.StartsWith($"{path}: is a link to a file outside its folder, {secret}, which is not read. Put a copy", error.Message, StringComparison.Ordinal);

        File.Delete(path);
        File.CreateSymbolicLink(path, Path.Combine("below", name));
        EchoModel.Load(folder).Dispose();
        var link = Path.Combine(_root, "a-link-to-the-model");
        Directory.CreateSymbolicLink(link, folder);
        EchoModel.Load(link).Dispose();

        // Through a folder below that is a link.
        Directory.Move(below, Path.Combine(_root, "elsewhere"));
        Directory.CreateSymbolicLink(below, Path.Combine(_root, "elsewhere"));
        Assert.Contains("outside its folder", Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("segmenter.safetensors")]
    public void ALinkOutOfASegmentersFolderIsRefused(string name)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = SegmenterFolder();
        File.Move(Path.Combine(folder, name), Path.Combine(_root, name));
        File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine(_root, name));
        Assert.Contains("outside its folder", Assert.Throws<ModelFormatException>(() => Segmenter.Load(folder, "cpu")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("state.sha256")]
    [InlineData("average.safetensors")]
    [InlineData("denoiser.safetensors")]
    [InlineData("denoiser-optimizer.safetensors")]
    public void ALinkOutOfACheckpointIsRefusedThoughNoChecksumNamesIt(string name)
    {
        if (OperatingSystem.IsWindows())
            return;
        var (folder, checkpoint) = Checkpoint();
        Edit(checkpoint, state => state["checksums"]!.AsObject().Clear());
        File.Move(Path.Combine(checkpoint, name), Path.Combine(_root, name));
        File.CreateSymbolicLink(Path.Combine(checkpoint, name), Path.Combine(_root, name));
        var log = new LogLines<Trainer>();
        if (name.StartsWith("state", StringComparison.Ordinal))
        {
            Assert.Null(Trainer.SavedOptions(folder, log));
            Assert.Contains("is a link to a file outside its folder", Assert.Single(log.Lines).Message, StringComparison.Ordinal);
            return;
        }
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(1));
        Assert.Contains("is a link to a file outside its folder", Assert.Throws<ModelFormatException>(() => trainer.Resume(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatSomebodyNamedMayBeALink()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (folder, link) = (Model(), Path.Combine(_root, "weights.safetensors"));
        File.CreateSymbolicLink(link, Path.Combine(folder, "denoiser.safetensors"));
        using var scope = TorchSharp.torch.NewDisposeScope();
        Assert.NotEmpty(SafeTensors.Load(link));
    }

    [Theory]
    [InlineData("../../../secret.safetensors")]
    [InlineData("/etc/hostname")]
    [InlineData("..")]
    [InlineData("sub/a.safetensors")]
    [InlineData("a\0b")]
    [InlineData("link.safetensors")]
    public void ACheckpointCannotNameFilesOutsideItsFolder(string name)
    {
        var (folder, checkpoint) = Checkpoint();
        var secret = Path.Combine(_root, "secret.safetensors");
        File.WriteAllText(secret, "secret");
        File.CreateSymbolicLink(Path.Combine(checkpoint, "link.safetensors"), secret);
        Edit(checkpoint, state => state["checksums"]![name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(secret))));
        var log = new LogLines<Trainer>();
        Assert.Null(Trainer.SavedOptions(folder, log));
        Assert.Contains(name == "link.safetensors" ? "is a link to a file outside its folder" : "which is not the name of a file beside it", Assert.Single(log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointOfNonsenseIsPassedOverOrRefused()
    {
        var (folder, checkpoint) = Checkpoint();
        Edit(checkpoint, state => state["step"] = -3);
        var log = new LogLines<Trainer>();
        Assert.Null(Trainer.SavedOptions(folder, log));
        Assert.Contains("\"step\" is -3", Assert.Single(log.Lines).Message, StringComparison.Ordinal);
        Edit(checkpoint, state => state["options"]!["denoiserRate"] = "@@", text => text.Replace("\"@@\"", "1e309", StringComparison.Ordinal));
        Assert.Null(Trainer.SavedOptions(folder, log));
        Assert.Contains("number that is too large", log.Lines[^1].Message, StringComparison.Ordinal);
        Edit(checkpoint, state => state["options"]!["denoiserRate"] = 1e-3);
        Edit(checkpoint, state => (state["step"], state["model"]) = (1, new JsonArray(1, 2)));
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(1));
        Assert.Contains("made with another model", Assert.Throws<ModelFormatException>(() => trainer.Resume(folder)).Message, StringComparison.Ordinal);
    }

    private string Model()
    {
        var folder = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        using var model = Tiny.Model();
        model.DefaultSector = new bool[Tiny.Size * Tiny.Size];
        model.Save(folder);
        return folder;
    }

    private string SegmenterFolder()
    {
        var folder = Path.Combine(_root, "segmenter");
        using var segmenter = Segmenter.Train(Tiny.Data().Pairs.ToList(), new SegmenterOptions { ImageSize = 16, Width = 4, Depth = 2, Steps = 1, BatchSize = 2, Device = "cpu" });
        segmenter.Save(folder);
        return folder;
    }

    private (string Folder, string Checkpoint) Checkpoint()
    {
        var folder = Path.Combine(_root, "trained");
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(1));
        trainer.Train(Tiny.Data(), folder);
        return (folder, Assert.Single(Directory.GetDirectories(Path.Combine(folder, "training"))));
    }

    /// <summary>Changes state.json and seals it again, as a stranger would.</summary>
    private static void Edit(string checkpoint, Action<JsonNode> change, Func<string, string>? further = null)
    {
        var path = Path.Combine(checkpoint, "state.json");
        var state = JsonNode.Parse(File.ReadAllText(path))!;
        change(state);
        var text = state.ToJsonString();
        File.WriteAllText(path, further?.Invoke(text) ?? text);
        File.WriteAllText(Path.Combine(checkpoint, "state.sha256"), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }
}
