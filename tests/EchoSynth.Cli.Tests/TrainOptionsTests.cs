using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Training;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class TrainOptionsTests(Workspace workspace)
{
    [Fact]
    public void A_resumed_training_keeps_the_options_it_was_begun_with_and_refuses_others()
    {
        var model = workspace.In("options");
        string[] train = ["train", "--data", workspace.Data, "--model", model, "--device", "cpu"];
        CliProcess.Run([.. train, "--images", "16", "--accumulate", "2", "--clip", "5", "--rates", "linear", "--augment", "flip", "--checkpoint-interval", "1", "--keep", "1", "--seed", "3", "--no-validation"]).Expect(0);
        Assert.Single(Directory.GetDirectories(Path.Combine(model, "training")));
        Assert.False(Directory.Exists(Path.Combine(model, "best")));

        Assert.Contains("All 16 images were seen already", CliProcess.Run([.. train, "--resume"]).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("gradientClip was 5, asked for now is 3", CliProcess.Run([.. train, "--resume", "--clip", "3"]).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("begun with --preset small-64, asked for now is reference-256", CliProcess.Run([.. train, "--resume", "--preset", "reference-256"]).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_several_domains_is_trained_resumed_drawn_from_and_exported()
    {
        var (data, model, images, small) = (workspace.In("scanners"), workspace.In("looks"), workspace.In("look-images"), workspace.In("look-small"));
        CliProcess.Run("phantom", "--out", data, "--patients", "8", "--size", "64", "--scanner", "all").Expect(0);
        string[] train = ["train", "--data", data, "--model", model, "--device", "cpu"];
        CliProcess.Run([.. train, "--images", "8", "--no-validation", "--domains", "scanner"]).Expect(0);
        Assert.Contains("All 8 images were seen already", CliProcess.Run([.. train, "--resume"]).Expect(0).Output, StringComparison.Ordinal);

        string[] generate = ["generate", "--masks", data, "--out", images, "--count", "2", "--device", "cpu"];
        Assert.Contains("needs one of ", CliProcess.Run([.. generate, "--model", model]).Expect(1).Error, StringComparison.Ordinal);
        CliProcess.Run("export", "--model", model, "--out", small, "--weights", "f16").Expect(0);
        Assert.False(Directory.Exists(Path.Combine(small, "training")));
        CliProcess.Run([.. generate, "--model", small, "--domain", "standard"]).Expect(0);
        using var set = JsonDocument.Parse(File.ReadAllText(Path.Combine(images, "dataset.json")));
        Assert.Equal("standard", set.RootElement.GetProperty("options").GetProperty("domain").GetString());
        Assert.Contains("another synthetic data set", CliProcess.Run([.. generate, "--model", small, "--domain", "portable"]).Expect(1).Error, StringComparison.Ordinal);
        CliProcess.Run("generate", "--masks", data, "--out", images + "-own", "--model", small, "--domains", "scanner", "--device", "cpu").Expect(0);
        var looks = File.ReadAllLines(Path.Combine(images + "-own", "manifest.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("domain").GetString()).ToArray();
        Assert.Equal((32, 5), (looks.Length, looks.Distinct().Count()));
        // What was drawn in several looks is trained on as such again.
        CliProcess.Run("train", "--data", images + "-own", "--model", workspace.In("looks-again"), "--device", "cpu", "--images", "4", "--no-validation", "--domains", "manifest").Expect(0);
        using (var again = EchoModel.Load(workspace.In("looks-again")))
            Assert.Equal(looks.Distinct().Order(StringComparer.Ordinal), again.Mask.Domains);
        Assert.Contains("there is a model already", CliProcess.Run("export", "--model", model, "--out", small).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("phantom.json", CliProcess.Run("train", "--data", workspace.In("look-images"), "--model", workspace.In("looks2"), "--images", "4", "--domains", "scanner").Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_goes_on_with_a_training_of_the_command_line()
    {
        // As the program of docs/how-to/train-on-camus.md does.
        var preset = ModelPreset.Small64;
        using var model = preset.CreateModel(seed: 0);
        using var discriminator = preset.CreateDiscriminator(seed: 0);
        using var trainer = new Trainer(model, discriminator, Trainer.SavedOptions(workspace.Model)!);
        Assert.True(trainer.Resume(workspace.Model));
        Assert.Equal(Workspace.Images, $"{trainer.ImagesSeen}");
    }

    [Fact]
    public void The_validation_split_is_drawn_on_the_way_and_everything_is_logged()
    {
        var (model, log, board) = (workspace.In("watched"), workspace.In("logs/watched.jsonl"), workspace.In("board"));
        var output = CliProcess.Run(
            "train", "--data", workspace.Data, "--model", model, "--device", "cpu", "--images", "96", "--validation-interval", "12", "--cost-per-hour", "3600", "--log", log, "--tensorboard", board).Expect(0).Output;
        Assert.Contains("4 pairs of 1 other patient are held out for validation, every 12 steps", output, StringComparison.Ordinal);
        Assert.Contains("validation after 48 images: PSNR ", output, StringComparison.Ordinal);
        Assert.Contains("validation after 96 images: PSNR ", output, StringComparison.Ordinal);
        Assert.Matches("estimate: [0-9.]+ images/s, .* left, [0-9]+ MiB resident, cost [0-9.]+", output);
        Assert.True(File.Exists(Path.Combine(model, "best", "validation.json")));
        Assert.False(File.Exists(Path.Combine(model, "log.jsonl")));
        var events = File.ReadAllLines(log).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()).ToArray();
        Assert.Equal(("started", "ended", 2), (events[0], events[^1], events.Count(e => e == "validated")));
        Assert.Single(Directory.GetFiles(board, "events.out.tfevents.*"));
        Assert.True(File.Exists(Path.Combine(workspace.Model, "log.jsonl")));
    }
}
