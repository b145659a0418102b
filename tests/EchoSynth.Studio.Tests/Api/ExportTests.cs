using System.IO.Compression;
using System.Net;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Api;

[Collection(SharedServer.Name)]
public sealed class ExportTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("studio-export-test-").FullName;
    private readonly string _temp;
    private StudioServer _server = null!;

    public ExportTests() => _temp = Directory.CreateDirectory(Path.Combine(_root, "temp")).FullName;

    public async Task InitializeAsync() => _server = await StudioServer.Start(TinyModel.Folder, ("TempFolder", _temp));

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task ACamusExportIsReadAsACamusDataSet()
    {
        var camus = CamusDataset.Open(await Export(("layout", "camus-nifti"), ("variations", 2), ("scanner", "portable"), ("source", "simulation"), ("strength", 0.5)));

        Assert.Equal(4, camus.Items.Count);
        var (before, after) = (Load(CardiacPhase.EndDiastole), Load(CardiacPhase.EndSystole));
        Assert.True(before.Mask.Count(Imaging.AnatomyLabel.LeftVentricle) > 1.2 * after.Mask.Count(Imaging.AnatomyLabel.LeftVentricle));

        EchoPair Load(CardiacPhase phase) => camus.Load(camus.Items.First(i => i.Phase == phase));
    }

    [Fact]
    public async Task APngExportHasManifestCardAndTheRequest()
    {
        var folder = await Export(("variations", 1), ("name", "My heart"));

        Assert.Equal(2, File.ReadLines(Path.Combine(folder, "manifest.jsonl")).Count());
        Assert.StartsWith("# My heart", File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
        Assert.Contains("\"cavity\":[[", File.ReadAllText(Path.Combine(folder, "studio.json")), StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(folder, "*.png").Length);
        await NothingIsLeft();
    }

    [Fact]
    public async Task ACancelledExportLeavesNothing()
    {
        using var gone = new CancellationTokenSource();
        var export = _server.Post("api/export", await _server.Body(1, ("variations", 100)), cancellation: gone.Token);
        await Begun();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export);
        await NothingIsLeft();
    }

    [Fact]
    public async Task AStoppedServerEndsItsExport()
    {
        var export = _server.Post("api/export", await _server.Body(1, ("variations", 100)));
        await Begun();
        await _server.Stop();

        using var answer = await export;
        var problem = await ProblemReply.Of(answer);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:echosynth:problem:stopping"), (problem.Status, problem.Type));
        await NothingIsLeft();
    }

    /// <summary>Waits for the first files of an export.</summary>
    private Task Begun() => Until("an export to begin", () => Directory.GetFiles(_temp, "*", SearchOption.AllDirectories).Length > 0);

    /// <summary>Waits for the answer's last byte to have closed its file.</summary>
    private Task NothingIsLeft() => Until("the export to be cleared away", () => Directory.GetFileSystemEntries(_temp).Length == 0);

    private static async Task Until(string what, Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 1000, $"Waited 10 s for {what}.");
            await Task.Delay(10);
        }
    }

    private async Task<string> Export(params (string, object?)[] more)
    {
        using var answer = await _server.Post("api/export", await _server.Body(1, more));
        Assert.True(answer.IsSuccessStatusCode, answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        var folder = Path.Combine(_root, "set");
        await ZipFile.ExtractToDirectoryAsync(await answer.Content.ReadAsStreamAsync(), folder);
        return folder;
    }
}
