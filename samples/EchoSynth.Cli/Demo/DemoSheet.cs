using EchoSynth.Cli.Pictures;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Demo;

/// <summary>Chooses the rows of the contact sheet: each view and phase in turn, every row another patient where there are enough.</summary>
internal static class DemoSheet
{
    public const int Rows = 6;

    public static IReadOnlyList<EchoPair> Choose(IReadOnlyList<EchoPair> pairs)
    {
        var kinds = pairs.GroupBy(p => (p.Item.View, p.Item.Phase)).OrderByDescending(g => g.Key.View).ThenBy(g => g.Key.Phase).Select(g => g.ToArray()).ToArray();
        var chosen = new List<EchoPair>();
        for (var i = 0; chosen.Count < Math.Min(Rows, pairs.Count); i++)
        {
            var left = kinds[i % kinds.Length].Except(chosen).ToArray();
            var fresh = left.Where(p => chosen.All(c => c.Item.PatientId != p.Item.PatientId)).ToArray();
            if ((fresh.Length > 0 ? fresh : left) is [var next, ..])
                chosen.Add(next);
        }
        return chosen;
    }

    public static void Write(string path, bool phantom, IReadOnlyList<(EchoPair Pair, IReadOnlyList<EchoImage> Synthetic)> rows) =>
        Write(path, phantom, [.. Enumerable.Range(1, rows[0].Synthetic.Count).Select(i => $"synthetic {i}")], rows);

    /// <param name="path">The file.</param>
    /// <param name="phantom">Whether the held-out images are phantoms.</param>
    /// <param name="columns">What stands over the synthetic images.</param>
    /// <param name="rows">At least one.</param>
    public static void Write(string path, bool phantom, IReadOnlyList<string> columns, IReadOnlyList<(EchoPair Pair, IReadOnlyList<EchoImage> Synthetic)> rows)
    {
        string[] titles = ["mask", phantom ? "held-out phantom" : "held-out image", .. columns];
        ContactSheet.Write(path, titles, [.. rows.Select(r => new ContactSheet.Row(Title(r.Pair.Item), r.Pair.Mask, [r.Pair.Image, .. r.Synthetic]))]);
    }

    private static string Title(EchoItem item)
    {
        var view = item.View switch { EchoView.TwoChamber => "two-chamber", EchoView.FourChamber => "four-chamber", _ => "" };
        var phase = item.Phase switch { CardiacPhase.EndDiastole => "end-diastole", CardiacPhase.EndSystole => "end-systole", _ => "" };
        return string.Join(", ", new[] { view.Length > 0 ? item.PatientId : item.Id, view, phase }.Where(t => t.Length > 0));
    }
}
