using System.Globalization;

namespace EchoSynth.Imaging.Privacy;

/// <summary>What a reader should know before trusting a verdict.</summary>
internal static class PrivacyWarnings
{
    public static IEnumerable<string> Of(AuditSets sets, PrivacyAuditOptions options, IReadOnlyList<SpaceReport> spaces, CopyFinder copies, IReadOnlyList<DuplicatePair> betweenReal, IReadOnlyList<DuplicatePair> within)
    {
        foreach (var (name, images) in new[] { ("training", sets.Training), ("held-out", sets.HeldOut), ("synthetic", sets.Synthetic) })
        {
            if (images.Length < options.FewImages)
                yield return Text($"FEW IMAGES: the {name} set has {images.Length}, fewer than {options.FewImages}; only gross copying can be seen, and \"nothing found\" means little.");
            if (copies.Constant(images) is var constant and > 0)
                yield return Text($"{constant} of the {images.Length} {name} images are constant; they count as nobody's copies.");
        }
        if (sets.FewestPatients < PrivacyVerdict.LeastPatients)
            yield return Text($"Few patients: {sets.FewestPatients} in the training or in the held-out set, fewer than {PrivacyVerdict.LeastPatients}; shares and AUC are not part of the verdict, which rests on copies alone.");
        if (sets.Bound.Length > 0)
        {
            yield return sets.Free.Length < options.FewImages
                ? Text($"Confounded: masks from training images. {sets.Bound.Length} of {sets.Synthetic.Length} synthetic images were drawn from them and are near by their anatomy; shares and AUC are not part of the verdict, which rests on copies alone.")
                : Text($"Confounded: masks from training images. {sets.Bound.Length} of {sets.Synthetic.Length} synthetic images were drawn from them and are near by their anatomy; shares and AUC count in the verdict for the other {sets.Free.Length} only.");
        }
        var patients = sets.Patients(sets.Training).Intersect(sets.Patients(sets.HeldOut), StringComparer.Ordinal).ToArray();
        if (patients.Length > 0)
            yield return Text($"{patients.Length} patients are in the training and in the held-out set ({patients[0]}); held-out images are no yardstick then.");
        if (betweenReal.Count > 0)
            yield return Text($"{betweenReal.Count} held-out images are copies of training images ({betweenReal[0].SyntheticId} of {betweenReal[0].OtherId}); copies in the synthetic set count only where they are clearly more frequent.");
        if (within.Count > 0)
            yield return Text($"{within.Count} pairs of synthetic images are copies of each other ({within[0].SyntheticId} and {within[0].OtherId}): the model may have collapsed.");
        foreach (var space in spaces.Where(s => s.CandidatesFromPixels))
            yield return Text($"{space.Space}: too many pairs to compare all; only the ten nearest in pixel space were, so that shifted and mirrored copies may be missed.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
