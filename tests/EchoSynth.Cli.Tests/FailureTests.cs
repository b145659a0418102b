namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class FailureTests(Workspace workspace)
{
    [Fact]
    public void A_missing_data_set_is_named() =>
        Fails(workspace.In("nowhere"), "train", "--data", workspace.In("nowhere"), "--model", workspace.In("unused"));

    [Fact]
    public void A_folder_with_a_model_is_not_trained_over() =>
        Fails("--resume", "train", "--data", workspace.Data, "--model", workspace.Model);

    [Fact]
    public void A_folder_without_a_model_cannot_be_resumed() =>
        Fails("no model to resume", "train", "--data", workspace.Data, "--model", workspace.In("none"), "--resume");

    [Fact]
    public void A_device_that_is_not_there_is_named_before_anything_is_read()
    {
        var (nowhere, unused) = (workspace.In("nowhere"), workspace.In("cuda"));
        Fails("cuda:77", "train", "--data", nowhere, "--model", unused, "--device", "cuda:77");
        Fails("cuda:77", "evaluate", "--real", nowhere, "--synthetic", nowhere, "--device", "cuda:77");
        Fails("cuda:77", "demo", "--data", nowhere, "--out", unused, "--device", "cuda:77");
        Assert.False(Directory.Exists(unused));
    }

    [Fact]
    public void A_training_that_fails_before_its_first_step_leaves_nothing()
    {
        var below = Path.Combine(workspace.In("left"), "behind");
        Fails("nowhere", "train", "--data", workspace.In("nowhere"), "--model", below);
        Fails("cuda:77", "train", "--data", workspace.Data, "--model", below, "--device", "cuda:77");
        Assert.False(Directory.Exists(workspace.In("left")));
    }

    [Fact]
    public void Figures_that_cannot_be_written_are_told_of_before_the_work()
    {
        string[] evaluate = ["evaluate", "--real", workspace.Data, "--synthetic", workspace.Data, "--json"];
        Fails("is a folder; name a file", [.. evaluate, workspace.Root]);
        var result = CliProcess.Run([.. evaluate, "/proc/none/report.json"]).Expect(1);
        Assert.Contains("/proc/none: cannot be written", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_way_to_draw_that_does_not_suit_the_model_is_refused_with_every_reason()
    {
        var error = Fails("Method is Ddim; it must be Posterior", "generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", workspace.In("unsuitable"), "--method", "ddim", "--sampling-steps", "5");
        Assert.Contains("SamplingSteps is 5; it must be between 1 and 4", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.In("unsuitable")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var file = workspace.In("a-file");
        File.WriteAllText(file, "in the way");
        var below = Path.Combine(file, "below");
        Fails(below, "train", "--data", workspace.Data, "--model", below);
        Fails(below, "generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", below);
        Fails(below, "phantom", "--out", below, "--patients", "1", "--size", "32");
        Fails(below, "demo", "--out", below);
    }

    [Theory]
    [InlineData("config.json", "{}")]
    [InlineData("config.json", "not json")]
    [InlineData("denoiser.safetensors", "short")]
    public void A_corrupt_model_folder_names_the_file(string name, string content)
    {
        var folder = workspace.CopyModel("corrupt-" + Guid.NewGuid().ToString("N"));
        File.WriteAllText(Path.Combine(folder, name), content);
        Fails(Path.Combine(folder, name), "generate", "--model", folder, "--masks", workspace.Data, "--out", workspace.In("unused"));
    }

    [Fact]
    public void A_damaged_image_is_named()
    {
        var data = Directory.CreateDirectory(workspace.In("damaged")).FullName;
        File.WriteAllText(Path.Combine(data, "a.png"), "no picture");
        File.WriteAllText(Path.Combine(data, "a_gt.png"), "no mask");
        Fails("a.png", "train", "--data", data, "--model", workspace.In("unused"));
    }

    [Fact]
    public void A_full_disk_is_reported()
    {
        if (!File.Exists("/dev/full"))
            return;
        var error = Fails("/dev/full", "evaluate", "--real", workspace.Data, "--synthetic", workspace.Data, "--json", "/dev/full");
        Assert.Contains("No space left", error, StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public void Weights_that_do_not_fit_on_the_disk_are_reported_and_leave_no_half_file()
    {
        using var disk = new SmallDisk();
        var model = Path.Combine(disk.Folder, "model");
        Fails(model, "train", "--data", workspace.Data, "--model", model, "--images", "4", "--device", "cpu", "--no-validation");
        Assert.False(File.Exists(Path.Combine(model, "denoiser.safetensors")));
        Assert.Empty(Directory.GetFiles(model, "*.tmp", SearchOption.AllDirectories));
    }

    [SmallDiskFact]
    public void A_set_that_does_not_fit_on_the_disk_is_reported_and_goes_on_where_there_is_room()
    {
        using var disk = new SmallDisk();
        var (set, ballast) = (Path.Combine(disk.Folder, "set"), Path.Combine(disk.Folder, "ballast"));
        File.WriteAllBytes(ballast, new byte[900 << 10]);
        string[] generate = ["generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", set, "--count", "60", "--device", "cpu"];
        Assert.Contains("the disk has room", Fails(set, generate), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(set, "*.tmp", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(set, "README.md")));
        File.Delete(ballast);
        Assert.Contains("were there already", CliProcess.Run(generate).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_shows_where()
    {
        var result = CliProcess.Run("evaluate", "--real", workspace.In("nowhere"), "--synthetic", workspace.Data, "--verbose").Expect(1);
        Assert.Contains("   at EchoSynth.", result.Error, StringComparison.Ordinal);
    }

    private static string Fails(string message, params string[] arguments)
    {
        var result = CliProcess.Run(arguments).Expect(1);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result.Error;
    }
}
