using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Whether a generative model reproduces the images it was trained on: nearest neighbours, copies, and the attack of an outsider.</summary>
/// <remarks>Thread-safe. The report depends on the input and the seed, not on the number of threads. Besides the images it needs about one and a half times their memory.</remarks>
public static class PrivacyAudit
{
    /// <summary>Finds nearest neighbours and copies, and how well membership can be inferred.</summary>
    /// <param name="input">The three sets.</param>
    /// <param name="options">Thresholds and limits; the defaults when null.</param>
    /// <param name="progress">Told after each row of each stage, from several threads.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="ArgumentException">An option is out of range or the input does not fit together (<see cref="PrivacyAuditInput.Validate"/>).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PrivacyReport Run(PrivacyAuditInput input, PrivacyAuditOptions? options = null, IProgress<PrivacyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= new PrivacyAuditOptions();
        options.Validate();
        input.Validate();
        var sets = new AuditSets(input, options.Seed);
        var pixels = RowSet.Of([.. sets.Pool.Select(p => p.Image)]);
        var speckle = new SpeckleSpace(sets.Pool, pixels, options.MaxPairs, options.MaxThreads, progress, cancellationToken);
        var ssim = new SsimSpace(sets.Pool, pixels, options.MaxPairs, options.MaxThreads, progress, cancellationToken);
        IPairSpace[] spaces = Features(input) is { } features
            ? [new RowSpace("pixel", pixels, options.MaxThreads), ssim, new RowSpace("features", features, options.MaxThreads), speckle]
            : [new RowSpace("pixel", pixels, options.MaxThreads), ssim, speckle];
        var audits = spaces.Select(s => new SpaceAudit(s, sets, options, progress, cancellationToken)).ToArray();
        var (bySsim, bySpeckle) = (audits[1], audits[^1]);
        var reports = audits.Select(a => a.Report()).ToArray();

        var threshold = CopyFinder.Thresholds(sets, options);
        var copies = new CopyFinder(sets, speckle, options);
        var ofTraining = copies.Find(sets.Synthetic, sets.Training, bySpeckle.ToTraining, bySsim.ToTraining);
        var ofHeldOut = copies.Find(sets.Synthetic, sets.HeldOut, bySpeckle.ToHeldOut, bySsim.ToHeldOut);
        var betweenReal = copies.Find(sets.HeldOut, sets.Training, i => bySpeckle.HeldOutToTraining[i], i => bySsim.HeldOutToTraining[i]);
        var (withinSpeckle, withinSsim) = (Within(speckle), Within(ssim));
        var within = copies.Find(sets.Synthetic, sets.Synthetic, i => withinSpeckle[i - sets.Synthetic[0]], i => withinSsim[i - sets.Synthetic[0]]);

        string?[] reasons =
        [
            PrivacyVerdict.Copies(ofTraining, sets.Synthetic.Length, "training", betweenReal.Count, sets.HeldOut.Length),
            PrivacyVerdict.Copies(ofHeldOut, sets.Synthetic.Length, "held-out", betweenReal.Count, sets.HeldOut.Length),
            PrivacyVerdict.OneMask([.. sets.Bound.Select(i => 1 - bySpeckle.ToTraining(i).Distance)], threshold.Other, options.FewImages),
            .. sets.FewestPatients >= PrivacyVerdict.LeastPatients ? reports.SelectMany(PrivacyVerdict.Space) : [],
        ];
        return new PrivacyReport
        {
            Memorised = reasons.Any(r => r is not null),
            Reasons = [.. reasons.OfType<string>()],
            Warnings = [.. PrivacyWarnings.Of(sets, options, reports, copies, betweenReal, within)],
            NearnessJudged = sets.FewestPatients >= PrivacyVerdict.LeastPatients && reports.All(r => r.Unconfounded is not null),
            Training = sets.Training.Length,
            HeldOut = sets.HeldOut.Length,
            Synthetic = sets.Synthetic.Length,
            Confounded = sets.Bound.Length,
            SpeckleThreshold = threshold.Other,
            SpeckleThresholdOfOneMask = threshold.Same,
            Spaces = reports,
            TrainingDuplicates = ofTraining,
            HeldOutDuplicates = ofHeldOut,
            SyntheticDuplicates = within,
        };

        Neighbour[] Within(IPairSpace space) => space.Nearest(sets.Synthetic, sets.Synthetic, false, progress, cancellationToken).OfA;
    }

    private static RowSet? Features(PrivacyAuditInput input) => input.TrainingFeatures is null ? null : RowSet.Of(new FeatureSet(
        input.TrainingFeatures.Extractor,
        [.. new[] { input.TrainingFeatures, input.HeldOutFeatures!, input.SyntheticFeatures! }.SelectMany(s => Enumerable.Range(0, s.Count).Select(i => s[i].ToArray()))],
        input.TrainingFeatures.Names));
}
