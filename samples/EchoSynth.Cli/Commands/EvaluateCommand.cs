using System.CommandLine;
using EchoSynth.Cli.Evaluation;
using EchoSynth.Cli.Work;
using EchoSynth.Evaluation;
using EchoSynth.Segmentation;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth evaluate: how faithful, diverse and useful a synthetic set is, and whether it gives patients away.</summary>
internal static class EvaluateCommand
{
    private static readonly string[] s_questions = [.. Enum.GetValues<EvaluationQuestions>().Where(q => q is not (EvaluationQuestions.None or EvaluationQuestions.All)).Select(q => q.ToString().ToLowerInvariant())];

    public static Command Create()
    {
        var real = Shared.Folder("--real", "Real images with their masks. Where they have splits, the training patients are what the model has seen, the others what it has not; else see --train.");
        var synthetic = Shared.Folder("--synthetic", "Synthetic images with masks, as 'generate' writes them; of other programs: <id>_s<seed>.png belongs to the real image <id>.");
        var training = new Option<string?>("--train") { Description = "The real images that the model was trained with, all of them, if they are not those of --real; those of --real are then held out.", HelpName = "DIR" };
        var json = new Option<string?>("--json") { Description = "Write the figures there, for programs and for 'compare'.", HelpName = "FILE" };
        var report = new Option<string?>("--report") { Description = "Write a page there, with pictures and charts; it needs no network.", HelpName = "FILE.html" };
        var only = new Option<string[]>("--only") { Description = $"Ask some questions only: {string.Join(", ", s_questions)}. Default: all; usefulness trains segmenters and takes minutes.", HelpName = "QUESTION", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong(s_questions);
        var features = new Option<string?>("--features") { Description = "A TorchScript file (an Inception or RadImageNet network of yours) whose features are used, too.", HelpName = "FILE.pt" };
        var featureSize = new Option<int>("--features-size") { Description = "Pixels a side that it takes.", HelpName = "PIXELS", DefaultValueFactory = _ => 299 }.Between(16, 2048);
        var featureChannels = new Option<int>("--features-channels") { Description = "Channels that it takes, 1 or 3; greys are repeated.", HelpName = "N", DefaultValueFactory = _ => 3 }.Between(1, 3);
        var featureRange = new Option<string>("--features-range") { Description = "Greys that it takes: 0…1, −1…1 or 0…255.", DefaultValueFactory = _ => "unit" }.OneOf("unit", "signed", "bytes");
        var size = new Option<int?>("--size") { Description = "Pixels a side at which everything is compared; default: that of the synthetic images where they are square, else 128.", HelpName = "PIXELS" }.Between(32, 1024);
        var limit = new Option<int?>("--limit") { Description = "At most so many images of each set, drawn by the seed.", HelpName = "N" }.Between(2, 1_000_000);
        var steps = new Option<int>("--steps") { Description = "Training steps of each segmenter.", HelpName = "N", DefaultValueFactory = _ => new SegmenterOptions().Steps }.Between(1, 1_000_000);
        var repeats = new Option<int>("--repeats") { Description = "Segmenters of different seeds in each regime.", HelpName = "N", DefaultValueFactory = _ => 1 }.Between(1, 100);
        var scarce = new Option<double?>("--scarce") { Description = "Share of the real training patients that stands for somebody with few images. Default: 0.1.", HelpName = "X" }.Between(0.0001, 1);
        var cache = new Option<string?>("--cache") { Description = "Keep features in this folder, by content, for the next evaluation.", HelpName = "DIR" };
        var describe = new Option<bool>("--features-only") { Description = "Extract features into --cache and ask nothing; by shards, on as many machines as there are. 'merge --data CACHE' joins them, and an evaluation with that --cache uses them." };
        var shards = new ShardArguments();
        var seed = Shared.Seed("Seed of every drawing: limits, halves, tenths, bootstrap, segmenters.");
        var (device, threads) = (Shared.Device(), Shared.Threads());
        var command = new Command("evaluate", "Find out how faithful, diverse and useful a synthetic set is, and whether it copies the patients that its model was trained with.")
        {
            real, synthetic, training, json, report, only, features, featureSize, featureChannels, featureRange, size, limit, steps, repeats, scarce, cache, describe, seed, device, threads,
        };
        shards.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var asked = parsed.GetValue(only) is { Length: > 0 } names ? names.Select(n => Enum.Parse<EvaluationQuestions>(n, ignoreCase: true)).Aggregate((a, b) => a | b) : EvaluationQuestions.All;
            var request = new EvaluationRequest
            {
                Real = parsed.GetRequiredValue(real),
                Synthetic = parsed.GetRequiredValue(synthetic),
                Training = parsed.GetValue(training),
                Json = parsed.GetValue(json),
                Report = parsed.GetValue(report),
                Questions = asked,
                Features = parsed.GetValue(features),
                FeatureSize = parsed.GetValue(featureSize),
                FeatureChannels = parsed.GetValue(featureChannels),
                FeatureRange = parsed.GetRequiredValue(featureRange),
                Size = parsed.GetValue(size),
                Limit = parsed.GetValue(limit),
                Steps = parsed.GetValue(steps),
                Repeats = parsed.GetValue(repeats),
                Scarce = parsed.GetValue(scarce),
                Cache = parsed.GetValue(cache),
                Seed = parsed.GetValue(seed),
                Device = parsed.GetRequiredValue(device),
                Threads = parsed.GetValue(threads),
            };
            if (!parsed.GetValue(describe))
                return parsed.IsGiven(shards.Part) || parsed.IsGiven(shards.Shards) ? throw new UsageException("--shard and --shards are parts of --features-only: the questions are about all images.") : Task.FromResult(EvaluationSession.Run(request, cancellation));
            if (request.Cache is null || request.Size is null)
                throw new UsageException($"--features-only needs {(request.Cache is null ? "--cache, where features are kept" : "--size, since a part of the images does not tell the size of all")}.");
            return Task.FromResult(EvaluationSession.Extract(request, shards.Read(parsed), cancellation));
        });
        return command;
    }
}
