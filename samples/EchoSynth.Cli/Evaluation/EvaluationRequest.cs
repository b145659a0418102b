using EchoSynth.Evaluation;

namespace EchoSynth.Cli.Evaluation;

/// <summary>What 'evaluate' was asked.</summary>
internal sealed record EvaluationRequest
{
    public required string Real { get; init; }

    public required string Synthetic { get; init; }

    public string? Training { get; init; }

    public string? Json { get; init; }

    public string? Report { get; init; }

    public required EvaluationQuestions Questions { get; init; }

    /// <summary>A TorchScript file beside the radiomic features.</summary>
    public string? Features { get; init; }

    public required string Device { get; init; }

    public int? Size { get; init; }

    public int? Limit { get; init; }

    public required int FeatureSize { get; init; }

    public required int FeatureChannels { get; init; }

    public required string FeatureRange { get; init; }

    public required int Steps { get; init; }

    public required int Repeats { get; init; }

    public required int Threads { get; init; }

    public double? Scarce { get; init; }

    public string? Cache { get; init; }

    public required long Seed { get; init; }
}
