using EchoSynth.Cli.Terminal;
using EchoSynth.Evaluation;

namespace EchoSynth.Cli.Evaluation;

/// <summary>Shows each part of an evaluation as a stage of its own, with rate and time left.</summary>
internal sealed class PartStages(Func<string, string, IStage> begin) : IProgress<EvaluationProgress>
{
    private readonly Lock _gate = new();
    private string _part = "";
    private IStage? _stage;

    public void Report(EvaluationProgress value)
    {
        lock (_gate)
        {
            if (value.Part != _part || _stage is null)
                (_part, _stage) = (value.Part, begin(value.Part, value.Unit));
            var rate = value.Done / Math.Max(1e-9, value.Elapsed.TotalSeconds);
            var rest = value.Done > 0 && value.Done < value.Total ? Texts.RateAndRest(rate, TimeSpan.FromSeconds((value.Total - value.Done) / rate)) : "";
            _stage.Report(value.Done, value.Total, string.Join(", ", new[] { value.Doing, rest }.Where(t => t.Length > 0)));
        }
    }
}
