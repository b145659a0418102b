using EchoSynth.Imaging;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Segmentation;

namespace EchoSynth.Segmentation;

/// <summary>The scores of images, by patient.</summary>
/// <param name="cases">Each image's, once for each repeat.</param>
/// <param name="repeats">How often each image is in the list.</param>
/// <param name="options">Seed and number of the resamples.</param>
internal sealed class PatientScores(IReadOnlyList<(string Patient, SegmentationScores Scores)> cases, int repeats, UsefulnessOptions options)
{
    private static readonly AnatomyLabel[] s_structures = [AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium];

    /// <summary>Null where nothing could be scored: no structure in any mask.</summary>
    public ConfidenceInterval? MeanDice => Interval(ByPatient(s => s.MeanDice).Values);

    public SortedDictionary<string, double> MeanDiceByPatient => ByPatient(s => s.MeanDice);

    /// <summary>The structures that true masks have.</summary>
    public IReadOnlyList<StructureResult> Structures(PatientScores? real = null) =>
        [.. s_structures.Where((_, k) => cases.Any(c => c.Scores.Structures[k].TruePixels > 0)).Select(structure => Structure(structure, real))];

    private StructureResult Structure(AnatomyLabel structure, PatientScores? real)
    {
        StructureScore Of(SegmentationScores scores) => scores.Structures.First(s => s.Structure == structure);
        var present = cases.Where(c => Of(c.Scores).TruePixels > 0).ToArray();
        ConfidenceInterval? Less(Func<StructureScore, double> figure) => real is null ? null : Difference(ByPatient(s => figure(Of(s))), real.ByPatient(s => figure(Of(s))));
        return new StructureResult(
            structure,
            Interval(ByPatient(s => Of(s).Dice).Values)!,
            Interval(ByPatient(s => Of(s).Hausdorff95).Values),
            Interval(ByPatient(s => Of(s).MeanDistance).Values),
            present.Length / repeats,
            present.Select(c => c.Patient).Distinct(StringComparer.Ordinal).Count(),
            (double)cases.Count(c => Of(c.Scores).IsMissed) / repeats,
            (double)cases.Count(c => Of(c.Scores).IsInvented) / repeats)
        {
            DiceDifference = Less(s => s.Dice),
            Hausdorff95Difference = Less(s => s.Hausdorff95),
            MeanDistanceDifference = Less(s => s.MeanDistance),
        };
    }

    /// <summary>Each patient's mean over the images where the figure is defined; patients without one are left out.</summary>
    private SortedDictionary<string, double> ByPatient(Func<SegmentationScores, double> figure) => new(
        cases.Select(c => (c.Patient, Value: figure(c.Scores))).Where(c => !double.IsNaN(c.Value)).GroupBy(c => c.Patient, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Average(c => c.Value), StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>Of the patients that both have.</summary>
    internal ConfidenceInterval? Difference(SortedDictionary<string, double> these, SortedDictionary<string, double> those) =>
        Interval(these.Where(p => those.ContainsKey(p.Key)).Select(p => p.Value - those[p.Key]));

    /// <summary>The ratio of the means, over resamples of the patients that both have; null where the divisor is 0 in one resample.</summary>
    internal ConfidenceInterval? Ratio(SortedDictionary<string, double> these, SortedDictionary<string, double> those)
    {
        var pairs = these.Where(p => those.ContainsKey(p.Key)).Select(p => (Over: p.Value, Under: those[p.Key])).ToArray();
        if (pairs.Length == 0 || pairs.Sum(p => p.Under) == 0)
            return null;
        var random = new Random(options.Seed);
        var ratios = new double[options.Resamples];
        for (var r = 0; r < ratios.Length; r++)
        {
            var (over, under) = (0.0, 0.0);
            for (var i = 0; i < pairs.Length; i++)
            {
                var (o, u) = pairs[random.Next(pairs.Length)];
                (over, under) = (over + o, under + u);
            }
            if (under == 0)
                return null;
            ratios[r] = over / under;
        }
        Array.Sort(ratios);
        return new ConfidenceInterval(pairs.Sum(p => p.Over) / pairs.Sum(p => p.Under), ratios[(int)(0.025 * (ratios.Length - 1))], ratios[(int)Math.Ceiling(0.975 * (ratios.Length - 1))]);
    }

    private ConfidenceInterval? Interval(IEnumerable<double> values) =>
        values.ToArray() is { Length: > 0 } all ? ConfidenceInterval.OfMean(all, options.Seed, options.Resamples) : null;
}
