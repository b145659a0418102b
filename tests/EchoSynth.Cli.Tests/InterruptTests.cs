namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class InterruptTests(Workspace workspace)
{
    [UnixFact]
    public void Ctrl_C_ends_with_130_and_resuming_ends_where_an_uninterrupted_training_did()
    {
        var model = workspace.In("interrupted");
        string[] train = ["train", "--data", workspace.Data, "--model", model, "--device", "cpu"];
        var stopped = CliProcess.RunAndInterrupt("training: ", [.. train, "--images", Workspace.Images]).Expect(130);
        Assert.Contains("cancelled", stopped.Error, StringComparison.Ordinal);
        CliProcess.Run("generate", "--model", model, "--masks", workspace.Data, "--split", "testing", "--count", "1", "--out", workspace.In("after-interrupt"), "--device", "cpu").Expect(0);

        // Without --images: the options it was begun with are in the folder.
        Assert.Contains("Going on after", CliProcess.Run([.. train, "--resume"]).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Path.Combine(workspace.Model, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(model, "denoiser.safetensors")));
        Assert.Contains("nothing is left to do", CliProcess.Run([.. train, "--resume"]).Expect(0).Output, StringComparison.Ordinal);
    }
}
