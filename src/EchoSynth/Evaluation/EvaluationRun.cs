using System.Globalization;
using System.Reflection;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Privacy;
using EchoSynth.Reports;
using EchoSynth.Segmentation;

namespace EchoSynth.Evaluation;

/// <summary>One evaluation: question after question.</summary>
internal sealed class EvaluationRun(EvaluationSets sets, EvaluationOptions options, Steps steps, TimeProvider time)
{
    private readonly Dictionary<string, string> _notMeasured = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private readonly FidelityPart _fidelity = new(sets);
    private readonly DistributionPart _distribution = new(sets, options);

    public EvaluationResult Go()
    {
        Warn();
        var fidelity = Ask(EvaluationQuestions.Fidelity, Fidelity);
        var distribution = Ask(EvaluationQuestions.Distribution, Distribution);
        var usefulness = Ask(EvaluationQuestions.Usefulness, Usefulness);
        var privacy = Ask(EvaluationQuestions.Privacy, Privacy);
        _warnings.AddRange(_distribution.Problems.Distinct());
        var report = new EvaluationReport
        {
            Created = time.GetUtcNow(),
            Library = typeof(EvaluationRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            ImageSize = sets.Size,
            Sets = sets.Origins,
            Configuration = Configuration(),
            Answers = EvaluationAnswers.Of(fidelity, distribution, usefulness, privacy, _notMeasured),
            Warnings = _warnings,
            NotMeasured = _notMeasured,
            Seconds = _seconds,
            Fidelity = fidelity,
            Distribution = distribution,
            Usefulness = usefulness,
            Privacy = privacy,
        };
        return new EvaluationResult(report, new PictureChoice(sets, _fidelity).Of(report));
    }

    private void Warn()
    {
        _warnings.AddRange(sets.Notes);
        if (sets.Training.Count == 0)
            _warnings.Add("Which real images the model was trained with is not known: it may have seen any of them, and what is said of held-out images may be said of those.");
        if (sets.HeldOut.Count == 0)
            _warnings.Add("Every real image was trained with: nothing here tells how the model does on hearts that it has not seen.");
        if (sets.SourceIds is null || sets.SourceIds.All(id => id is null))
            _warnings.Add("No synthetic image has a real partner: errors against the real image of the same mask are not measured.");
    }

    private FidelitySection Fidelity()
    {
        if (_fidelity.Empty is { Count: > 0 } empty)
            _warnings.Add($"{empty.Count} real images are black, with empty masks ({empty[0]}): they are not compared.");
        return _fidelity.Measure(steps);
    }

    private T? Ask<T>(EvaluationQuestions question, Func<T?> measure) where T : class
    {
        var name = question.ToString().ToLowerInvariant();
        if (!options.Questions.HasFlag(question))
        {
            _notMeasured[name] = "not asked";
            return null;
        }
        var began = time.GetTimestamp();
        var found = measure();
        _seconds[name] = time.GetElapsedTime(began).TotalSeconds;
        return found;
    }

    private DistributionSection? Distribution()
    {
        if (sets.Synthetic.Count < 2 || sets.HeldOut.Count + sets.Training.Count < 2)
            return Cannot<DistributionSection>("distribution", "one image is no set; two real and two synthetic images are needed to be compared, and more for figures");
        return _distribution.Measure(steps);
    }

    private UsefulnessReport? Usefulness()
    {
        var split = UsefulnessSplit.Of(sets);
        if (split.TooSmall() is { } why)
            return Cannot<UsefulnessReport>("usefulness", why);
        _warnings.AddRange(split.Notes);
        return UsefulnessPart.Measure(split, options, sets.Size, steps);
    }

    private PrivacyReport? Privacy()
    {
        if (sets.Training.Count < 2)
            return Cannot<PrivacyReport>("privacy", "which real images the model was trained with is not known (give them: --train, or a data set with splits)");
        if (sets.HeldOut.Count < 2)
            return Cannot<PrivacyReport>("privacy", "there are no held-out images to compare with; without them nearness to the training images cannot be judged");
        if (sets.Synthetic.Count < 2)
            return Cannot<PrivacyReport>("privacy", "one synthetic image is no set; two are needed at least");
        var extractor = options.Extractors[0];
        FeatureSet Features(string name, IReadOnlyList<EchoPair> pairs) => _distribution.Features(extractor, name, pairs, steps);
        return PrivacyPart.Measure(sets, Features, options, steps);
    }

    private T? Cannot<T>(string section, string why) where T : class
    {
        _notMeasured[section] = why;
        return null;
    }

    private SortedDictionary<string, string> Configuration()
    {
        string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
        var segmenter = UsefulnessPart.At(options.Segmenter, sets.Size);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["questions"] = options.Questions.ToString().ToLowerInvariant(),
            ["extractors"] = string.Join("; ", options.Extractors.Select(e => e.Fingerprint)),
            ["seed"] = Text(options.Seed),
            ["segmenter.image_size"] = Text(segmenter.ImageSize),
            ["segmenter.width"] = Text(segmenter.Width),
            ["segmenter.depth"] = Text(segmenter.Depth),
            ["segmenter.steps"] = Text(segmenter.Steps),
            ["segmenter.batch_size"] = Text(segmenter.BatchSize),
            ["segmenter.learning_rate"] = Text(segmenter.LearningRate),
            ["segmenter.scarce_share"] = Text(options.ScarceShare),
            ["segmenter.repeats"] = Text(options.Repeats),
        };
    }
}
