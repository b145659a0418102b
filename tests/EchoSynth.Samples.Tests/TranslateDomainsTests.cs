using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Samples.Tests;

[Collection(SampleRuns.Name)]
public sealed class TranslateDomainsTests(TrainedFolder trained)
{
    [Fact]
    public void WithoutArgumentsItTranslatesSimulatedRecordingsIntoASetWithAManifest()
    {
        var folder = trained.New("translate");
        var output = SampleProcess.Run(folder, "TranslateDomains", "--quick").Expect(0).Output;
        Assert.Contains("marks LeftVentricle; completed: Myocardium, LeftAtrium", output);
        Assert.Contains("4 images made, 0 kept, 0 could not be completed", output);
        Pictures.Drawn(folder, "out", "translate-quick", "translated.png");
        CheckSet(Path.Combine(folder, "out", "translate-quick", "source"), Path.Combine(folder, "out", "translate-quick", "translated"));

        // The real run begins anew, in a folder of its own.
        Assert.Equal(["translate-quick"], Directory.GetDirectories(Path.Combine(folder, "out")).Select(Path.GetFileName));
        Assert.Contains("0 images made, 4 kept", SampleProcess.Run(folder, "TranslateDomains", "--quick").Expect(0).Output);
    }

    [Fact]
    public void AModelOfTrainOnCamusTranslatesAnotherDataSet()
    {
        var folder = trained.New("translate-named");
        var source = Path.Combine(folder, "source");
        Imaging.Phantoms.PhantomDataset.Write(source, new() { Layout = DatasetLayout.Unity, Scanner = "portable", Patients = 1, Seed = 5, Size = 96 });
        SampleProcess.Run(folder, "TranslateDomains", trained.Model, "source", "made").Expect(0);
        CheckSet(source, Path.Combine(folder, "made"));
    }

    /// <summary>Every recording has an image, drawn from a mask with the ventricle of the source and what that lacks.</summary>
    private static void CheckSet(string source, string translated)
    {
        var (before, after) = (EchoDatasets.Open(source), EchoDatasets.Open(translated));
        Assert.Equal(before.Items.Count, File.ReadAllLines(Path.Combine(translated, "manifest.jsonl")).Length);
        Assert.True(File.Exists(Path.Combine(translated, "README.md")));
        Assert.Equal(before.Items.Count, after.Items.Count);
        foreach (var item in after.Items)
        {
            Pictures.Drawn(item.ImagePath);
            var mask = after.Load(item).Mask;
            Assert.All([AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium], label => Assert.True(mask.Count(label) > 0, $"{item.Id}: {label}"));
        }
    }
}
