using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Tests.Datasets;

public sealed class ItemDomainsTests
{
    private static readonly EchoItem[] Items = [.. new[] { "p1", "p2", "p1" }.Select((p, i) => new EchoItem($"i{i}", p, EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""))];

    [Fact]
    public void APatientsRowSaysWhereItsItemsAreFrom() =>
        Assert.Equal(["a", "b", "a"], ItemDomains.FromTable(Items, Table("patient,domain\np2,b\np1,a\n")).Select(i => i.Domain!));

    [Theory]
    [InlineData("patient,domain\np1,a\n", "no row for patient 'p2'")]
    [InlineData("patient,domain\np1,a\np2,b\np1,b\n", "has a row already")]
    [InlineData("patient,domain\np1,\np2,b\n", "1 to 64 characters")]
    [InlineData("patient,scanner\np1,a\n", "domain")]
    public void AWrongTableIsAnErrorThatNamesTheFile(string text, string reason)
    {
        var path = Table(text);
        var message = Assert.Throws<EchoFormatException>(() => ItemDomains.FromTable(Items, path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void PhantomsAreFromTheirScanners()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"echosynth-domains-{Guid.NewGuid():N}");
        var phantoms = PhantomDataset.Write(folder, new PhantomDatasetOptions { Patients = 6, Size = 64, Scanner = "all" });
        var items = ItemDomains.FromScanners(EchoDatasets.Open(folder).Items, phantoms);
        Assert.Equal(ScannerPreset.All.Select(s => s.Name).Order(), items.Select(i => i.Domain).Distinct().Order());
        Assert.All(items, i => Assert.Equal(phantoms.Scanner(i).Name, i.Domain));
        Assert.Throws<ArgumentException>(() => ItemDomains.FromScanners([Items[0] with { PatientId = "patient0099" }], phantoms));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void AManifestSaysTheDomainOfEachImageOrOfAll()
    {
        var folder = Directory.CreateTempSubdirectory("echosynth-domains-").FullName;
        foreach (var name in new[] { "a", "b" })
        {
            PngCodec.Write(Path.Combine(folder, $"{name}.png"), EchoImage.FromBytes(4, 4, new byte[16]));
            PngCodec.WriteMask(Path.Combine(folder, $"{name}_gt.png"), new AnatomyMask(4, 4, new byte[16]));
        }
        Assert.Contains("neither manifest.jsonl nor manifest.csv", Assert.Throws<EchoFormatException>(() => Read()).Message, StringComparison.Ordinal);
        Manifest("\"domain\": \"compound\"", "\"domain\": \"portable\", \"options\": {\"domain\": \"another\"}");
        Assert.Equal(["compound", "portable"], Read());
        Assert.All(EchoDatasets.Open(folder).Items, i => Assert.Null(i.Domain));
        // As `generate --domain` writes it.
        Manifest("\"options\": {\"method\": \"posterior\", \"domain\": \"compound\"}", "\"options\": {\"domain\": \"compound\"}");
        Assert.Equal(["compound", "compound"], Read());
        Manifest("\"domain\": \"compound\"", "\"options\": {}");
        Assert.Contains("no line states the domain of 'b'", Assert.Throws<EchoFormatException>(() => Read()).Message, StringComparison.Ordinal);
        Manifest($"\"domain\": \"{new string('x', 65)}\"", "\"domain\": \"x\"");
        Assert.Contains("1 to 64 characters", Assert.Throws<EchoFormatException>(() => Read()).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);

        IEnumerable<string> Read() => ItemDomains.FromManifest(EchoDatasets.Open(folder).Items, folder).Select(i => i.Domain!);

        void Manifest(string ofA, string ofB) => File.WriteAllText(Path.Combine(folder, "manifest.jsonl"), $$"""
            {"file": "a.png", "mask": "a_gt.png", {{ofA}}}
            {"file": "b.png", "mask": "b_gt.png", {{ofB}}}
            """);
    }

    private static string Table(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), $"echosynth-domains-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
