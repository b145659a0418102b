using EchoSynth.Cli.Terminal;
using EchoSynth.Evaluation;

namespace EchoSynth.Cli.Evaluation;

/// <summary>Shows each part of an evaluation as a stage of its own, with rate and time left.</summary>
internal sealed class PartStages(Func<string, string, IStage> begin) : IProgress<EvaluationProgress>
{
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private string _part = "";
    private IStage? _stage;

    public void Report(EvaluationProgress value)
    {
        lock (_gate)
        {
            if (value.Part != _part || _stage is null)
                (_part, _stage) = (value.Part, begin(value.Part, value.Unit));
            _stage.Report(value.Done, value.Total, string.Join(", ", new[] { value.Doing, RateAndRest(value) }.Where(t => t.Length > 0)));
        }
    }

    /// <summary>Nothing before there is anything to go by: the first second tells no rate.</summary>
    internal static string RateAndRest(EvaluationProgress value)
    {
        if (value.Done <= 0 || value.Done >= value.Total || value.Elapsed < s_least)
            return "";
        var (rate, rest) = (value.Done / value.Elapsed.TotalSeconds, (value.Total - value.Done) * value.Elapsed / value.Done);
        return value.Unit == "percent" ? $"{Texts.Duration(rest)} left" : Texts.RateAndRest(rate, rest);
    }
}
