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
    public void SIGTERM_while_generating_ends_with_0_and_the_same_command_goes_on() =>
        StopsAndGoesOn("generating: ", "set", folder => ["generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", folder, "--count", "300", "--device", "cpu"]);

    [UnixFact]
    public void SIGTERM_ends_with_the_code_asked_for_and_what_is_done_with_0()
    {
        var (model, set) = (workspace.In("put-aside"), workspace.In("put-aside-set"));
        string[] train = ["train", "--data", workspace.Data, "--model", model, "--device", "cpu", "--no-validation", "--stopped-exit", "75"];
        CliProcess.RunAndTerminate("training: ", [.. train, "--images", Workspace.Images]).Expect(75);
        CliProcess.Run([.. train, "--resume"]).Expect(0);
        string[] generate = ["generate", "--model", model, "--masks", workspace.Data, "--out", set, "--device", "cpu", "--stopped-exit", "75", "--count"];
        CliProcess.RunAndTerminate("generating: ", [.. generate, "300"]).Expect(75);
        CliProcess.RunAndInterrupt("generating: ", [.. generate, "300"]).Expect(130);
        Assert.Contains("--stopped-exit is 126; it must be between 0 and 125.", CliProcess.Run([.. train[..^1], "126"]).Expect(2).Error, StringComparison.Ordinal);
    }

    [UnixFact]
    public void SIGTERM_while_translating_ends_with_0_and_the_same_command_goes_on()
    {
        var source = workspace.In("terminated-source");
        CliProcess.Run("phantom", "--out", source, "--layout", "unity", "--scanner", "compound", "--patients", "40", "--size", "64", "--seed", "41").Expect(0);
        StopsAndGoesOn("translating: ", "translation", folder => ["translate", "--model", workspace.Model, "--from", "unity", "--data", source, "--out", folder, "--missing", "keep", "--device", "cpu"]);
    }

    [UnixFact]
    public void Ctrl_C_in_an_evaluation_ends_with_130_and_leaves_nothing()
    {
        var (hearts, json, page) = (workspace.In("cancelled-hearts"), workspace.In("cancelled.json"), workspace.In("cancelled.html"));
        CliProcess.Run("phantom", "--out", hearts, "--patients", "20", "--size", "64", "--seed", "43").Expect(0);
        string[] evaluate = ["evaluate", "--real", hearts, "--synthetic", hearts, "--only", "usefulness", "--json", json, "--report", page, "--steps", "100000", "--device", "cpu"];
        var stopped = CliProcess.RunAndInterrupt("training and testing segmenters", evaluate).Expect(130);
        Assert.Contains("cancelled", stopped.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(workspace.Root, "cancelled.*"));
    }

    /// <summary>Stopped at a word of its progress, nothing is half-written; the same command goes on, to what it writes undisturbed.</summary>
    private void StopsAndGoesOn(string word, string name, Func<string, string[]> command)
    {
        var (terminated, straight) = ($"terminated-{name}", $"straight-{name}");
        var stopped = CliProcess.RunAndTerminate(word, command(workspace.In(terminated))).Expect(0);
        Assert.Contains("the same command goes on with it", stopped.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(workspace.In(terminated), "manifest.jsonl")));
        Assert.Empty(Directory.GetFiles(workspace.In(terminated), "*.tmp", SearchOption.AllDirectories));
        Assert.Contains("were there already", CliProcess.Run(command(workspace.In(terminated))).Expect(0).Output, StringComparison.Ordinal);
        CliProcess.Run(command(workspace.In(straight))).Expect(0);
        AssertSameFiles(straight, terminated);
    }

    /// <summary>Two folders of the workspace hold the same files, to the byte.</summary>
    private void AssertSameFiles(string expected, string folder)
    {
        string[] Files(string name) => [.. Directory.GetFiles(workspace.In(name), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(workspace.In(name), f)).Order(StringComparer.Ordinal)];
        Assert.Equal(Files(expected), Files(folder));
        Assert.All(Files(expected), f => Assert.Equal(File.ReadAllBytes(Path.Combine(workspace.In(expected), f)), File.ReadAllBytes(Path.Combine(workspace.In(folder), f))));
    }
}
