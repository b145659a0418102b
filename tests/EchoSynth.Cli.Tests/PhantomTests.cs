using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class PhantomTests(Workspace workspace)
{
    [Fact]
    public void Another_phantom_set_is_replaced_only_where_that_is_asked_for()
    {
        var folder = workspace.In("phantom-again");
        string[] two = ["phantom", "--out", folder, "--patients", "2", "--size", "32"], one = ["phantom", "--out", folder, "--patients", "1", "--size", "32"];
        CliProcess.Run(two).Expect(0);
        var image = Path.Combine(folder, "database_nifti", "patient0002", "patient0002_4CH_ED.nii.gz");
        var before = File.ReadAllBytes(image);

        var refused = CliProcess.Run(one).Expect(1).Error;
        Assert.Contains($"{folder}: holds 2 simulated patients (32 × 32, scanner standard, layout camus-nifti, seed 0); asked for are 1 simulated patient (32 × 32, ", refused, StringComparison.Ordinal);
        Assert.Contains("--force", refused, StringComparison.Ordinal);
        CliProcess.Run([.. two, "--scanner", "compound"]).Expect(1);
        Assert.Equal(before, File.ReadAllBytes(image));

        // The same is no loss.
        File.Delete(image);
        Assert.DoesNotContain("replacing", CliProcess.Run(two).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(image));

        Assert.Contains("replacing 2 simulated patients", CliProcess.Run([.. one, "--force"]).Expect(0).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(image));
        Assert.Equal(1, PhantomDataset.TryOpen(folder)!.Options.Patients);
    }

    [Fact]
    public void A_phantom_set_that_nobody_can_read_is_replaced_only_where_that_is_asked_for()
    {
        var folder = workspace.In("phantom-damaged");
        string[] one = ["phantom", "--out", folder, "--patients", "1", "--size", "32"];
        CliProcess.Run(one).Expect(0);
        File.WriteAllText(Path.Combine(folder, "phantom.json"), "{");
        Assert.Contains("--force replaces the data set", CliProcess.Run(one).Expect(1).Error, StringComparison.Ordinal);
        CliProcess.Run([.. one, "--force"]).Expect(0);
        Assert.Equal(1, PhantomDataset.TryOpen(folder)!.Options.Patients);
    }
}
