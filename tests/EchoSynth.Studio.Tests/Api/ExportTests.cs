using System.IO.Compression;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Api;

[Collection(SharedServer.Name)]
public sealed class ExportTests(SharedServer shared)
{
    private readonly StudioServer _server = shared.Server;

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
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "echosynth-export-*"));
    }

    private async Task<string> Export(params (string, object?)[] more)
    {
        using var answer = await _server.Post("api/export", await _server.Body(1, more));
        Assert.True(answer.IsSuccessStatusCode, answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        var folder = Directory.CreateTempSubdirectory("studio-export-test-").FullName;
        await ZipFile.ExtractToDirectoryAsync(await answer.Content.ReadAsStreamAsync(), folder);
        return folder;
    }
}
