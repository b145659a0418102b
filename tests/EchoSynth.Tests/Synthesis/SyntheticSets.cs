using System.Security.Cryptography;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Synthesis;
using EchoSynth.Tests.Support;

namespace EchoSynth.Tests.Synthesis;

/// <summary>Small sets of four masks, in a folder of their own.</summary>
public abstract class SyntheticSets : IDisposable
{
    private protected string Root { get; } = Tiny.TemporaryFolder();

    private protected EchoModel Model { get; } = Tiny.Model();

    public void Dispose()
    {
        Model.Dispose();
        Directory.Delete(Root, true);
        GC.SuppressFinalize(this);
    }

    private protected string In(params string[] parts) => Path.Combine([Root, .. parts]);

    private protected SyntheticDatasetResult Write(string name, SyntheticDatasetOptions options) => SyntheticDataset.Write(Model, Sources(), In(name), options);

    /// <summary>Two patients at ED and ES, whose recordings are wider than high.</summary>
    private protected static SynthesisSource[] Sources() => [.. Enumerable.Range(0, 4).Select(i =>
    {
        var id = $"patient{i / 2 + 1:0000}_4CH_{(i % 2 == 0 ? "ED" : "ES")}";
        return new SynthesisSource(new EchoItem(id, id[..11], EchoView.FourChamber, i % 2 == 0 ? CardiacPhase.EndDiastole : CardiacPhase.EndSystole, DatasetSplit.Training, "", ""), $"masks/{id}_gt.png", () =>
        {
            var (pair, geometry) = FrameGeometry.Frame(Recording(i), Tiny.Size);
            return new SynthesisInput(pair.Mask, null, geometry);
        });
    })];

    private protected static SynthesisSource[] MasksAlone() => [.. Sources().Select(s => s with { Load = () => new SynthesisInput(s.Load().Mask) })];

    private protected static EchoPair Recording(int which)
    {
        var mask = Tiny.Mask(which, 32);
        var labels = mask.Labels[..(32 * 24)].ToArray();
        var spacing = new PixelSpacing(0.5, 0.5);
        return new EchoPair(new EchoItem("", "", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""),
            new EchoImage(32, 24, labels.Select(l => l / 5f).ToArray(), spacing), new AnatomyMask(32, 24, labels, spacing));
    }

    private protected void AssertSame(string a, string b)
    {
        Assert.Equal(Hashes(a).Keys, Hashes(b).Keys);
        Assert.Equal(Hashes(a), Hashes(b));
    }

    private protected SortedDictionary<string, string> Hashes(string name) =>
        new(Directory.GetFiles(In(name), "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(In(name), f), Hash), StringComparer.Ordinal);

    private protected static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private protected sealed class Each(Action<SyntheticDatasetProgress> report) : IProgress<SyntheticDatasetProgress>
    {
        public void Report(SyntheticDatasetProgress value) => report(value);
    }
}
