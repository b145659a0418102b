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

    private static string Table(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), $"echosynth-domains-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
