using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Distributions;
using EchoSynth.Imaging.Features;

namespace EchoSynth.Evaluation;

/// <summary>Describes the images by features, and compares them as sets.</summary>
internal sealed class DistributionPart(EvaluationSets sets, EvaluationOptions options)
{
    /// <summary>With fewer held-out images their halves would give no floor.</summary>
    public const int LeastHeldOut = 4 * DistributionComparison.MinimumImages;
    private readonly Dictionary<(string Extractor, string Set), FeatureSet> _features = [];

    /// <summary>Messages of the cache, if any.</summary>
    public List<string> Problems { get; } = [];

    public DistributionSection Measure(Steps steps)
    {
        var heldOut = sets.HeldOut.Count >= LeastHeldOut || sets.Training.Count == 0;
        IReadOnlyList<EchoPair> real = heldOut ? sets.HeldOut : [.. sets.HeldOut, .. sets.Training];
        var reports = new List<DistributionReport>();
        foreach (var extractor in options.Extractors)
        {
            var described = heldOut ? Features(extractor, "held-out", sets.HeldOut, steps) : Features(extractor, "all real", real, steps);
            var synthetic = Features(extractor, "synthetic", sets.Synthetic, steps);
            steps.Begin($"comparing distributions ({extractor.Name})", "percent", 100);
            var comparison = new DistributionOptions { Patients = [.. real.Select(p => p.Item.PatientId)], Seed = (int)(options.Seed & int.MaxValue) };
            reports.Add(DistributionComparison.Measure(described, synthetic, comparison, new Percent(steps), steps.Cancellation));
        }
        return new DistributionSection(heldOut ? "held-out" : "all real", reports);
    }

    /// <summary>The features of a set, extracted once.</summary>
    public FeatureSet Features(IFeatureExtractor extractor, string name, IReadOnlyList<EchoPair> pairs, Steps steps)
    {
        if (_features.TryGetValue((extractor.Fingerprint, name), out var known))
            return known;
        steps.Begin($"describing {name} images ({extractor.Name})", "images", pairs.Count);
        var cache = new FeatureCache(options.CacheFolder);
        var features = cache.Extract(extractor, pairs, new Images(steps, pairs.Count), steps.Cancellation);
        Problems.AddRange(cache.Problems);
        return _features[(extractor.Fingerprint, name)] = features;
    }

    // Not Progress<T>: that would tell on another thread, after the part is over.
    private sealed class Images(Steps steps, int total) : IProgress<FeatureProgress>
    {
        public void Report(FeatureProgress value) => steps.At(value.Images, total);
    }

    private sealed class Percent(Steps steps) : IProgress<DistributionProgress>
    {
        private string _part = "";

        public void Report(DistributionProgress value)
        {
            if (_part != value.Part)
                steps.Begin(_part = value.Part, "percent", 100);
            steps.At((long)(100 * value.Share), 100);
        }
    }
}
