using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Work;

/// <summary>Which items of a data set a command works on.</summary>
internal static class Splits
{
    /// <summary>The training split; where nothing is assigned to it, the unassigned items.</summary>
    public static IReadOnlyList<EchoItem> Training(IEchoDataset dataset)
    {
        var training = Of(dataset, DatasetSplit.Training);
        if (training.Count == 0)
            training = Of(dataset, DatasetSplit.Unassigned);
        return training.Count > 0 ? training : throw new CommandException($"{dataset.Name}: all {dataset.Items.Count} items are for validation or testing; there is nothing to train on.");
    }

    /// <summary>Training and held-out items, never of one patient: testing, else validation, else every tenth patient.</summary>
    public static (IReadOnlyList<EchoItem> Training, IReadOnlyList<EchoItem> HeldOut) ForDemo(IEchoDataset dataset)
    {
        var training = Training(dataset);
        foreach (var split in new[] { DatasetSplit.Testing, DatasetSplit.Validation })
        {
            var heldOut = Of(dataset, split);
            if (heldOut.Count > 0)
                return (training, heldOut);
        }
        var patients = training.Select(i => i.PatientId).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (patients.Length < 2)
            throw new CommandException($"{dataset.Name}: one patient alone cannot be split into training and held-out items; two are needed at least.");
        var held = patients.Where((_, i) => i % 10 == 9 || i == patients.Length - 1).ToHashSet(StringComparer.Ordinal);
        return ([.. training.Where(i => !held.Contains(i.PatientId))], [.. training.Where(i => held.Contains(i.PatientId))]);
    }

    /// <summary>The validation split, without items of patients that are trained on; empty where there is none.</summary>
    public static IReadOnlyList<EchoItem> Validation(IEchoDataset dataset, IReadOnlyList<EchoItem> training)
    {
        var patients = training.Select(i => i.PatientId).ToHashSet(StringComparer.Ordinal);
        return [.. Of(dataset, DatasetSplit.Validation).Where(i => !patients.Contains(i.PatientId))];
    }

    public static IReadOnlyList<EchoItem> Of(IEchoDataset dataset, DatasetSplit split) => [.. dataset.Items.Where(i => i.Split == split)];

    public static int Patients(IEnumerable<EchoItem> items) => items.Select(i => i.PatientId).Distinct(StringComparer.Ordinal).Count();
}
