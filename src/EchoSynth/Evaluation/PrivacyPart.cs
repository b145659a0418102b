using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Privacy;

namespace EchoSynth.Evaluation;

/// <summary>Runs the <see cref="PrivacyAudit"/> on the sets of an evaluation.</summary>
internal static class PrivacyPart
{
    /// <param name="sets">The images.</param>
    /// <param name="features">Describes a set, by its name.</param>
    /// <param name="options">Options of the evaluation.</param>
    /// <param name="steps">Told the progress.</param>
    public static PrivacyReport Measure(EvaluationSets sets, Func<string, IReadOnlyList<EchoPair>, FeatureSet> features, EvaluationOptions options, Steps steps)
    {
        var (training, heldOut, synthetic) = (features("training", sets.Training), features("held-out", sets.HeldOut), features("synthetic", sets.Synthetic));
        FeatureSet Scaled(FeatureSet set) => options.Extractors[0].Standardise ? set.StandardisedBy(training) : set;
        var input = new PrivacyAuditInput
        {
            Training = sets.Training,
            HeldOut = sets.HeldOut,
            Synthetic = sets.Synthetic,
            SourceIds = sets.SourceIds,
            SyntheticFeatures = Scaled(synthetic),
            HeldOutFeatures = Scaled(heldOut),
            TrainingFeatures = Scaled(training),
        };
        return PrivacyAudit.Run(input, new PrivacyAuditOptions { Seed = (int)(options.Seed & int.MaxValue) }, new Stages(steps), steps.Cancellation);
    }

    private sealed class Stages(Steps steps) : IProgress<PrivacyProgress>
    {
        private bool _begun;

        public void Report(PrivacyProgress value)
        {
            if (!_begun)
                steps.Begin("looking for copies", "images", value.Total);
            _begun = true;
            steps.At(value.Done, value.Total, value.Stage);
        }
    }
}
