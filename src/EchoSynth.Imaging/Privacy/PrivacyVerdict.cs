using System.Globalization;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>The rules by which figures become a verdict; docs/evaluation-privacy.md says why.</summary>
internal static class PrivacyVerdict
{
    /// <summary>Nothing leaks at 0.5; an interval wholly above this is clear.</summary>
    private const double ClearlyAbove = 0.55;

    /// <summary>Two rules in each of four spaces: about one false alarm in five hundred audits.</summary>
    private const double LeastChance = 0.00025;

    /// <summary>Images of one patient go together, and intervals over fewer patients are too narrow to be believed.</summary>
    public const int LeastPatients = 20;

    /// <summary>The same chance in standard errors.</summary>
    private const double LeastErrors = 3.5;

    /// <summary>Copies count unless held-out images are copies of training images as often (a data set with repeated frames). Nobody draws the same bytes by chance.</summary>
    public static string? Copies(IReadOnlyList<DuplicatePair> pairs, int synthetic, string of, int heldOutCopies, int heldOut)
    {
        if (pairs.Count == 0)
            return null;
        var share = ConfidenceInterval.OfShare(pairs.Count, synthetic);
        if (heldOutCopies > 0 && !pairs.Any(p => p.Exact) && share.Low <= ConfidenceInterval.OfShare(heldOutCopies, heldOut).High)
            return null;
        var speckle = pairs.Max(p => p.Speckle.Correlation);
        return Text($"{pairs.Count} of {synthetic} synthetic images ({share.Value:P1}) are copies of {of} images ")
            + Text($"({pairs.Count(p => p.Exact)} to the byte; speckle correlation up to {speckle:0.00}, {pairs[0].SyntheticId} and {pairs[0].OtherId} for example).");
    }

    /// <summary>
    /// Images of training masks share tissue borders with their training images, so that a single one has to be very like its own to be a copy. All of them together need not: half of
    /// honest ones correlate far less than the threshold of different masks.
    /// </summary>
    /// <param name="correlations">Speckle correlation of each synthetic image of a training mask with its nearest training image.</param>
    /// <param name="threshold">That of different masks.</param>
    /// <param name="least">Fewer images say nothing.</param>
    public static string? OneMask(IReadOnlyList<double> correlations, double threshold, int least)
    {
        if (correlations.Count < least || correlations.Order().ElementAt(correlations.Count / 2) is var median && median < threshold)
            return null;
        return Text($"Half of the {correlations.Count} synthetic images of training masks have the speckle of a training image with a correlation of {median:0.00} or more; {threshold:0.00} is more than an image of the same mask shares with it.");
    }

    /// <summary>What one space says of images that are not near by their masks alone.</summary>
    public static IEnumerable<string> Space(SpaceReport space)
    {
        if (space.Unconfounded is not { } figures)
            yield break;
        var (closer, nearer, auc) = (figures.CloserThanYardstick, figures.NearerToTraining, figures.Membership.Auc);
        if (figures.Chance < LeastChance && nearer.Low > ClearlyAbove)
        {
            yield return Text($"{space.Space}: {closer.Value:P1} ({closer.Low:P1} – {closer.High:P1}) of the synthetic images are closer to the training set than {space.Expected:P1} of the held-out images are, ")
                + Text($"and {nearer.Value:P1} ({nearer.Low:P1} – {nearer.High:P1}) are nearer to training than to as many held-out images; 50 % is expected.");
        }
        if (auc.Low > ClearlyAbove && auc.Value - 0.5 > LeastErrors * (auc.High - auc.Low) / 3.92)
            yield return Text($"{space.Space}: who was trained on can be told from the synthetic images, AUC {auc.Value:0.000} ({auc.Low:0.000} – {auc.High:0.000}); 0.5 is expected.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
