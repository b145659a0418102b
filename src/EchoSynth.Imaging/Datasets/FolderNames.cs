namespace EchoSynth.Imaging.Datasets;

/// <summary>What names like those of CAMUS say, and how manifests spell views, phases and splits.</summary>
internal static class FolderNames
{
    public static readonly IReadOnlyDictionary<string, EchoView> Views = Spelt(
        ("2CH", EchoView.TwoChamber), ("4CH", EchoView.FourChamber), ("A2C", EchoView.TwoChamber), ("A4C", EchoView.FourChamber), ("PSAX", EchoView.ParasternalShortAxis));

    public static readonly IReadOnlyDictionary<string, CardiacPhase> Phases = Spelt(("ED", CardiacPhase.EndDiastole), ("ES", CardiacPhase.EndSystole));

    public static readonly IReadOnlyDictionary<string, DatasetSplit> Splits = Spelt(
        ("train", DatasetSplit.Training), ("val", DatasetSplit.Validation), ("test", DatasetSplit.Testing));

    /// <summary>An item with what its name tells.</summary>
    public static EchoItem Item(string id, string image, string mask) => new(id, Patient(id), View(id), Phase(id), DatasetSplit.Unassigned, image, mask);

    /// <summary>What stands before the view in names like &lt;patient&gt;_4CH_ED; else the whole id, so that every item is its own patient.</summary>
    public static string Patient(string id) =>
        id.Split('_')[0] is var first && (CamusNames.IsPatient(first) || (View(id) != EchoView.Unknown && first.Length > 0 && !CamusNames.Views.Any(v => CamusNames.Of(v) == first))) ? first : id;

    /// <summary>Says of a set of several images how many name no patient; nothing where all do.</summary>
    public static IEnumerable<string> PatientWarning(string where, int without, int all)
    {
        if (without > 0 && all > 1)
            yield return FormattableString.Invariant($"{where}: {without:N0} of {all:N0} images name no patient and count as a patient each; where patients have several images, name them in a manifest's field patient, or images of one are both trained on and held out.");
    }

    public static EchoView View(string id) => CamusNames.Views.FirstOrDefault(view => id.Split('_').Contains(CamusNames.Of(view)));

    public static CardiacPhase Phase(string id) => CamusNames.Phases.FirstOrDefault(phase => id.Split('_').Contains(CamusNames.Of(phase)));

    /// <summary>Short names and those of the enumeration, in any case.</summary>
    private static Dictionary<string, T> Spelt<T>(params ReadOnlySpan<(string Name, T Value)> names) where T : struct, Enum
    {
        var spelt = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in names)
            spelt.Add(name, value);
        foreach (var value in Enum.GetValues<T>())
            spelt.Add(value.ToString(), value);
        return spelt;
    }
}
