using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Samples.Tests;

[Collection(SampleRuns.Name)]
public sealed class AuditPrivacyTests(TrainedFolder trained)
{
    [Fact]
    public void WithoutArgumentsItClearsTheHonestSetAndFindsThePlantedCopies()
    {
        var folder = trained.New("audit");
        var output = SampleProcess.Run(folder, "AuditPrivacy", "--quick").Expect(0).Output;
        Assert.Contains("honest: nothing found", output);
        Assert.Contains("leaking: MEMORISED", output);
        Assert.Contains("heart2005 is heart7, to the pixel", output);
        Assert.Matches("heart2009 is heart8: speckle [01][.][0-9]{2}, shift -?3, 0\r?\n", output);
        Assert.Matches("heart2014 is heart11: .*, mirrored\r?\n", output);
        Assert.Equal(3, output.Split('\n').Count(line => line.Contains(" is heart", StringComparison.Ordinal)));
        Pictures.Drawn(folder, "out", "audit-quick", "leaking-copies.png");
        Assert.False(File.Exists(Path.Combine(folder, "out", "audit-quick", "honest-copies.png")));
    }

    [Fact]
    public void OfTwoFoldersItTellsTheVerdictByTheExitCode()
    {
        var folder = trained.New("audit-folders");
        var (real, other) = (Path.Combine(folder, "real"), Path.Combine(folder, "other"));
        PhantomDataset.Write(real, new PhantomDatasetOptions { Patients = 30, Size = 64 });
        PhantomDataset.Write(other, new PhantomDatasetOptions { Patients = 12, Size = 64, Seed = 99 });
        var training = EchoDatasets.Open(real).Items.Where(i => i.Split == DatasetSplit.Training).ToList();
        var honest = EchoDatasets.Open(other);
        Write(honest, honest.Items, Path.Combine(folder, "honest"));
        Write(EchoDatasets.Open(real), [.. training.Take(20)], Path.Combine(folder, "copied"));
        PhantomDataset.Write(Path.Combine(folder, "enough"), new PhantomDatasetOptions { Patients = 100, Size = 64 });

        var few = SampleProcess.Run(folder, "AuditPrivacy", "real", "honest").Expect(4).Output;
        Assert.Contains("honest: no copies found; nearness NOT judged;", few);
        Assert.Contains("mind: Few patients: 6 in the training or in the held-out set", few);
        Assert.DoesNotContain("nothing found;", few);
        Assert.Contains("honest: nothing found;", SampleProcess.Run(folder, "AuditPrivacy", "enough", "honest").Expect(0).Output);
        Assert.Contains("MEMORISED", SampleProcess.Run(folder, "AuditPrivacy", "real", "copied").Expect(3).Output);
    }

    private static void Write(IEchoDataset from, IReadOnlyList<EchoItem> items, string to)
    {
        foreach (var pair in items.Select(from.Load))
        {
            PngCodec.Write(Path.Combine(to, $"drawn-{pair.Item.Id}.png"), pair.Image);
            PngCodec.WriteMask(Path.Combine(to, $"drawn-{pair.Item.Id}_gt.png"), pair.Mask);
        }
    }
}
