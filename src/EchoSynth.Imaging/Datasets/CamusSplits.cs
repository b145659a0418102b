using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Which split each CAMUS patient belongs to: by the lists where there are any, else by number (newer layout) or folder (older).</summary>
internal sealed class CamusSplits
{
    private const int MaximalBytes = 16 << 20;

    private readonly Dictionary<string, DatasetSplit>? _listed;

    private CamusSplits(Dictionary<string, DatasetSplit>? listed) => _listed = listed;

    public static CamusSplits Read(IEnumerable<string> roots, int fold)
    {
        foreach (var root in roots)
        {
            foreach (var (folder, prefix) in new[] { (CamusNames.NiftiSplits, "subgroup_"), (CamusNames.OlderSplits, $"subGroup{fold}_"), ("", "subgroup_"), ("", $"subGroup{fold}_") })
            {
                var listed = Read(Path.Combine(root, folder), prefix);
                if (listed is not null)
                    return new CamusSplits(listed);
            }
        }
        return new CamusSplits(null);
    }

    /// <param name="patient">"patientNNNN".</param>
    /// <param name="folder">"training", "testing" or anything else: the folder that the patient's folder lies in.</param>
    public DatasetSplit Of(string patient, string folder)
    {
        if (_listed is not null)
            return _listed.GetValueOrDefault(patient, DatasetSplit.Unassigned);
        if (folder is CamusNames.Training or CamusNames.Testing)
            return folder == CamusNames.Training ? DatasetSplit.Training : DatasetSplit.Testing;
        return int.TryParse(patient.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number switch
            {
                >= 1 and <= 400 => DatasetSplit.Training,
                > 400 and <= 450 => DatasetSplit.Validation,
                > 450 and <= 500 => DatasetSplit.Testing,
                _ => DatasetSplit.Unassigned,
            }
            : DatasetSplit.Unassigned;
    }

    private static Dictionary<string, DatasetSplit>? Read(string folder, string prefix)
    {
        Dictionary<string, DatasetSplit>? listed = null;
        foreach (var (name, split) in new[] { ("training", DatasetSplit.Training), ("validation", DatasetSplit.Validation), ("testing", DatasetSplit.Testing) })
        {
            var path = Path.Combine(folder, prefix + name + ".txt");
            if (!File.Exists(path))
                continue;
            listed ??= [];
            foreach (var patient in FileInput.Lines(path, MaximalBytes))
            {
                if (!listed.TryAdd(patient, split) && listed[patient] != split)
                    throw new EchoFormatException(path, patient, $"listed for {split} here and for {listed[patient]} in another list; a patient belongs to one split.");
            }
        }
        return listed;
    }
}
