using EchoSynth.Validation;

namespace EchoSynth.Evaluation;

/// <summary>Answers four questions about a synthetic set: how faithful, how diverse, how useful for training, and did the model memorise its patients?</summary>
/// <remarks>The same sets, options and machine give the same figures. Not safe for concurrent calls.</remarks>
public sealed class Evaluator
{
    private readonly EvaluationOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Checks the options; nothing is read or computed before <see cref="Evaluate"/>.</summary>
    /// <param name="options">What to ask; the defaults when null.</param>
    /// <param name="time">Gives the report's date and the times; the system's when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    public Evaluator(EvaluationOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new EvaluationOptions();
        OptionsGuard.Validate(_options, _options.Questions is EvaluationQuestions.None or > EvaluationQuestions.All ? $"Questions is {_options.Questions}; it must be one or more of the four." : null, _options.Extractors switch
        {
            { Count: 0 } => "Extractors is empty; one is needed at least.",
            { } many when many.GroupBy(e => e.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same => $"Extractors has {same.Count()} of the name '{same.Key}'; names must differ, since figures are told apart by them.",
            _ => null,
        });
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Answers the questions that the options ask, one after the other.</summary>
    /// <param name="sets">The images.</param>
    /// <param name="progress">Told about each part.</param>
    /// <param name="cancellationToken">Stops between images and steps; only cached features are left.</param>
    /// <exception cref="ArgumentException">The sets do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Evaluate(EvaluationSets sets, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sets);
        sets.Validate();
        var run = new EvaluationRun(sets, _options, new Steps(progress, _time, cancellationToken), _time);
        return run.Go();
    }
}
