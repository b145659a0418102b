using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Privacy;

namespace EchoSynth.Reports;

/// <summary>Chooses the pictures that a report shows.</summary>
internal sealed class PictureChoice(EvaluationSets sets, FidelityPart fidelity)
{
    private const int Samples = 6, Seeds = 3, Closest = 10;
    private readonly Dictionary<string, EchoPair> _synthetic = sets.Synthetic.ToDictionary(p => p.Item.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, EchoPair> _real = sets.HeldOut.Concat(sets.Training).ToDictionary(p => p.Item.Id, StringComparer.Ordinal);

    public EvaluationPictures Of(EvaluationReport report) => new()
    {
        Samples = SampleGroups(),
        Extremes = [.. (report.Fidelity?.Extremes ?? []).Select(Extreme)],
        Closest = report.Privacy is { } privacy ? ClosestGroups(privacy) : [],
    };

    /// <summary>Evenly from the set, held-out hearts first: mask, real image, a second real image, synthetic images.</summary>
    private List<(string, IReadOnlyList<(string, string)>)> SampleGroups()
    {
        var heldOut = sets.HeldOut.Select(p => p.Item.Id).ToHashSet(StringComparer.Ordinal);
        var groups = fidelity.Pairs.GroupBy(p => p.Real.Item.Id, StringComparer.Ordinal).OrderByDescending(g => heldOut.Contains(g.Key)).ToArray();
        var unseen = groups.Count(g => heldOut.Contains(g.Key));
        var pool = unseen >= Samples ? unseen : groups.Length;
        var chosen = new List<(string, IReadOnlyList<(string, string)>)>();
        for (var k = 0; k < Math.Min(Samples, pool); k++)
        {
            var group = groups[(int)((long)k * pool / Math.Min(Samples, pool))];
            var real = _real[group.Key];
            var cells = new List<(string, string)> { ("mask", Html.Source(real.Mask)), (sets.Training.Count == 0 ? "real" : heldOut.Contains(group.Key) ? "real, unseen" : "real, trained with", Html.Source(real.Image)) };
            if (fidelity.Second(real) is var (image, kind, _))
                cells.Add((kind == "redraw" ? "real, again" : "real, similar mask", Html.Source(image)));
            cells.AddRange(group.Take(Seeds).Select((p, i) => ($"synthetic {i + 1}", Html.Source(sets.Synthetic[p.Synthetic].Image))));
            chosen.Add((group.Key, cells));
        }
        if (chosen.Count == 0)
            chosen.AddRange(sets.Synthetic.Take(Samples).Select(p => (p.Item.Id, (IReadOnlyList<(string, string)>)[("mask", Html.Source(p.Mask)), ("synthetic", Html.Source(p.Image))])));
        return chosen;
    }

    private (string, IReadOnlyList<(string, string)>) Extreme(PairErrors pair) =>
        (FormattableString.Invariant($"SSIM {pair.Ssim:F3}, PSNR {pair.Psnr:F1} dB: {pair.Synthetic}"), [("real", Html.Source(_real[pair.Real].Image)), ("synthetic", Html.Source(_synthetic[pair.Synthetic].Image))]);

    /// <summary>The pairs of the speckle space, which alone tells a copy from a likeness.</summary>
    private List<(string, IReadOnlyList<(string, string)>)> ClosestGroups(PrivacyReport privacy)
    {
        var space = privacy.Spaces.First(s => s.Space == "speckle");
        return [.. space.Closest.Take(Closest).Select((pair, i) => (
            FormattableString.Invariant($"{i + 1}. {space.Space} distance {pair.Distance:F3}: {pair.SyntheticId} and {pair.RealId} ({(pair.InTraining ? "training" : "held out")})"),
            (IReadOnlyList<(string, string)>)[("synthetic", Html.Source(_synthetic[pair.SyntheticId].Image)), (pair.InTraining ? "training image" : "held-out image", Html.Source(_real[pair.RealId].Image))]))];
    }
}
