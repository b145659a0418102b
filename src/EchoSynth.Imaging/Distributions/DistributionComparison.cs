using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Distributions;

/// <summary>Compares the synthetic images of a generator with real ones as distributions, over the features of one extractor.</summary>
public static class DistributionComparison
{
    /// <summary>Below this many images in either set no figures are given: neighbours and covariances of so few say nothing.</summary>
    public const int MinimumImages = 50;

    /// <summary>Measures all: distances, balls, the floor, and what differs most.</summary>
    /// <param name="real">Real images that the generator has not seen; at least two.</param>
    /// <param name="synthetic">Synthetic images; at least two.</param>
    /// <param name="options">The defaults when null.</param>
    /// <param name="progress">Which part is being measured.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Figures, or null and a warning where there are fewer than <see cref="MinimumImages"/>.</returns>
    /// <exception cref="ArgumentException">Fewer than two images in a set, other extractors or lengths, or another number of patients than of real images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DistributionReport Measure(
        FeatureSet real, FeatureSet synthetic, DistributionOptions? options = null, IProgress<DistributionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        FeatureSet.CheckSame(real, synthetic);
        options ??= new DistributionOptions();
        if (Math.Min(real.Count, synthetic.Count) < 2)
            throw new ArgumentException($"{real.Count} real and {synthetic.Count} synthetic images; distributions need at least 2 of each to be compared at all, and {MinimumImages} for figures.");
        if (options.Patients is { } patients && patients.Count != real.Count)
            throw new ArgumentException($"{patients.Count} patients for {real.Count} real images; there must be one for each.", nameof(options));
        var warnings = new List<string>();
        var shifts = FeatureShift.Of(real, synthetic);
        var scaled = real.Standardise ? real.StandardisedBy(real) : real;
        DistributionFigures? figures = null, floor = null;
        if (Enough(real.Count, synthetic.Count, warnings))
        {
            Doubts(real, synthetic, warnings);
            figures = Figures(scaled, real.Standardise ? synthetic.StandardisedBy(real) : synthetic, "real against synthetic", options.Seed, progress, cancellationToken);
            floor = Floor(scaled, options, warnings, progress, cancellationToken);
        }
        return new DistributionReport(real.Extractor, real.Count, synthetic.Count, real.Length, real.Standardise, figures, floor, shifts, warnings);
    }

    private static bool Enough(int real, int synthetic, List<string> warnings)
    {
        if (Math.Min(real, synthetic) >= MinimumImages)
            return true;
        warnings.Add($"TOO FEW IMAGES: {real} real and {synthetic} synthetic; at least {MinimumImages} of each are needed. No Fréchet distance, kernel distance, precision, recall, density or coverage is given.");
        return false;
    }

    private static void Doubts(FeatureSet real, FeatureSet synthetic, List<string> warnings)
    {
        var least = Math.Min(real.Count, synthetic.Count);
        if (least <= 2 * real.Length)
            warnings.Add($"The Fréchet distance is biased upward: {least} images for {real.Length} features; more than {2 * real.Length} are needed. Compare it with the floor, or trust the kernel distance, which has no bias.");
        var (constant, other) = (Constant(real), Constant(synthetic));
        foreach (var (same, varies, name) in new[] { (constant, other, "real"), (other, constant, "synthetic") })
        {
            // What is the same in both sets, as that every mask has an atrium, is no difference.
            if (same.All(s => s))
                warnings.Add($"All {name} images have the same features; precision, recall, density and coverage mean nothing then.");
            else if (Enumerable.Range(0, same.Length).Count(i => same[i] && !varies[i]) is > 0 and var count)
                warnings.Add($"{count} of {same.Length} features are the same in all {name} images, but not in the others.");
        }

        static bool[] Constant(FeatureSet set) => [.. Enumerable.Range(0, set.Length).Select(i => Enumerable.Range(1, set.Count - 1).All(r => set[r][i] == set[0][i]))];
    }

    private static DistributionFigures? Floor(FeatureSet real, DistributionOptions options, List<string> warnings, IProgress<DistributionProgress>? progress, CancellationToken cancellation)
    {
        var (first, second) = RealHalves.Draw(real.Count, options.Patients, options.Seed);
        if (Math.Min(first.Length, second.Length) < MinimumImages)
        {
            warnings.Add($"No floor: the real images divide into {first.Length} and {second.Length}{(options.Patients is null ? "" : " by patient")}; {MinimumImages} in each half are needed to tell what a perfect generator would reach.");
            return null;
        }
        if (options.Patients is null)
            warnings.Add("The floor is between halves drawn by image, since the patients are not known; where patients have several images it is too low.");
        return Figures(real.Take(first), real.Take(second), "one half of the real images against the other", options.Seed, progress, cancellation);
    }

    private static DistributionFigures Figures(FeatureSet a, FeatureSet b, string what, int seed, IProgress<DistributionProgress>? progress, CancellationToken cancellation)
    {
        Part Tell(string measure) => new(progress, $"{measure}, {what}");
        progress?.Report(new DistributionProgress($"Fréchet distance, {what}", 0));
        var frechet = FrechetDistance.Between(a, b, cancellation);
        var kernel = KernelDistance.Between(a, b, Tell("kernel distance"), cancellation);
        // With unequal numbers the larger set would find more of the other's balls, and its own would be smaller.
        var equal = Math.Min(a.Count, b.Count);
        var balls = PrecisionRecall.Measure(Some(a, equal, seed), Some(b, equal, seed), Tell("precision and recall"), cancellation);
        return new DistributionFigures(a.Count, b.Count, frechet, kernel, balls, equal);
    }

    private static FeatureSet Some(FeatureSet set, int count, int seed)
    {
        if (set.Count == count)
            return set;
        var order = Enumerable.Range(0, set.Count).ToArray();
        new Random(seed).Shuffle(order);
        return set.Take([.. order.Take(count).Order()]);
    }

    private sealed class Part(IProgress<DistributionProgress>? progress, string name) : IProgress<double>
    {
        public void Report(double value) => progress?.Report(new DistributionProgress(name, value));
    }
}
