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

    [UnixFact]
    public void SIGTERM_in_a_training_saves_and_ends_with_0_and_resuming_ends_where_an_uninterrupted_training_did()
    {
        var model = workspace.In("terminated");
        string[] train = ["train", "--data", workspace.Data, "--model", model, "--device", "cpu"];
        var stopped = CliProcess.RunAndTerminate("training: ", [.. train, "--images", Workspace.Images]).Expect(0);
        Assert.Contains("--resume goes on with it", stopped.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(model, "training"), "step-*"));
        Assert.Empty(Directory.GetFileSystemEntries(model, "*.tmp", SearchOption.AllDirectories));
        CliProcess.Run([.. train, "--resume"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(Path.Combine(workspace.Model, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(model, "denoiser.safetensors")));
    }

    [UnixFact]
    public void SIGTERM_while_generating_ends_with_0_and_the_same_command_goes_on()
    {
        string[] Generate(string folder) => ["generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", workspace.In(folder), "--count", "300", "--device", "cpu"];
        var stopped = CliProcess.RunAndTerminate("generating: ", Generate("terminated-set")).Expect(0);
        Assert.Contains("the same command goes on with it", stopped.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(workspace.In("terminated-set"), "manifest.jsonl")));
        Assert.Empty(Directory.GetFiles(workspace.In("terminated-set"), "*.tmp", SearchOption.AllDirectories));
        Assert.Contains("were there already", CliProcess.Run(Generate("terminated-set")).Expect(0).Output, StringComparison.Ordinal);
        CliProcess.Run(Generate("straight-set")).Expect(0);
        string[] Files(string folder) => [.. Directory.GetFiles(workspace.In(folder), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(workspace.In(folder), f)).Order(StringComparer.Ordinal)];
        Assert.Equal(Files("straight-set"), Files("terminated-set"));
        Assert.All(Files("straight-set"), f => Assert.Equal(File.ReadAllBytes(Path.Combine(workspace.In("straight-set"), f)), File.ReadAllBytes(Path.Combine(workspace.In("terminated-set"), f))));
    }
}
