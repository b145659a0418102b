using System.Globalization;

namespace EchoSynth.Training;

/// <summary>Watches the losses: not finite, or far above what they were, is a training that went astray.</summary>
internal sealed class DivergenceGuard(TrainerOptions options, TrainingMarks marks)
{
    private const int Window = 20, Least = 5;

    /// <summary>
    /// Medians below this count as this; null for what is not looked at. The adversarial losses are softplus of logits: one side near 0 and the other at ten is a discriminator that
    /// wins, which may yet come back, and no divergence (at chance they are ln 2 and 2·ln 2). R1 is spiky by nature, and so are gradient norms; a large spread is none.
    /// </summary>
    private static double? Floor(string loss) => loss switch
    {
        "adversarial" or "discriminator" => 2,
        "r1" => 50,
        "spread" => null,
        _ => loss.StartsWith("norm.", StringComparison.Ordinal) ? null : 0.02,
    };

    /// <summary>What is wrong with these means, or null; good ones become part of what later ones are compared with.</summary>
    public string? Problem(IReadOnlyDictionary<string, double> losses)
    {
        if (NotFinite(losses) is { } problem)
            return problem;
        foreach (var (name, value) in losses)
        {
            if (options.ExplosionFactor == 0 || Floor(name) is not { } floor)
                continue;
            var recent = Recent(name);
            if (recent.Count >= Least && Math.Abs(value) > options.ExplosionFactor * Math.Max(Median(recent), floor))
                return string.Create(CultureInfo.InvariantCulture, $"the {name} loss is {value:g4}, more than {options.ExplosionFactor} times its median of late ({Median(recent):g4})");
        }
        foreach (var (name, value) in losses)
        {
            var recent = Recent(name);
            recent.Add(Math.Abs(value));
            if (recent.Count > Window)
                recent.RemoveAt(0);
        }
        return null;
    }

    /// <summary>After a roll-back the losses of the way astray are not what later ones are compared with.</summary>
    public void Forget() => marks.RecentLosses.Clear();

    /// <summary>Only whether all are finite; nothing is remembered.</summary>
    public static string? NotFinite(IReadOnlyDictionary<string, double> losses) =>
        losses.FirstOrDefault(l => !double.IsFinite(l.Value)) is { Key: not null } bad ? string.Create(CultureInfo.InvariantCulture, $"the {bad.Key} loss is {bad.Value}") : null;

    private List<double> Recent(string name)
    {
        if (!marks.RecentLosses.TryGetValue(name, out var recent))
            marks.RecentLosses.Add(name, recent = []);
        return recent;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
