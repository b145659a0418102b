using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Evaluation;

/// <summary>A real image before it is read.</summary>
/// <param name="Item">With an id that is unique in the evaluation.</param>
/// <param name="Original">As its data set has it.</param>
/// <param name="Dataset">Where it lies.</param>
/// <param name="Phantoms">What can draw it again, where it is simulated.</param>
internal sealed record RealItem(EchoItem Item, EchoItem Original, IEchoDataset Dataset, PhantomDataset? Phantoms)
{
    public EchoPair Load() => Dataset.Load(Original) with { Item = Item };
}

/// <summary>Which real images the generator was trained with, and which it has not seen.</summary>
internal sealed class RealRoles
{
    private const string Prefix = "training/";

    private RealRoles(string name, string trainingName, IReadOnlyList<RealItem> training, IReadOnlyList<RealItem> heldOut)
    {
        (Name, TrainingName, Training, HeldOut) = (name, trainingName, training, heldOut);
        Members = training.Concat(heldOut).ToDictionary(m => m.Item.Id, StringComparer.Ordinal);
    }

    public string Name { get; }

    public string TrainingName { get; }

    public IReadOnlyList<RealItem> Training { get; }

    public IReadOnlyList<RealItem> HeldOut { get; }

    public IReadOnlyDictionary<string, RealItem> Members { get; }

    /// <summary>The id that an item has in its own data set.</summary>
    public string NameOf(EchoItem item) => Members[item.Id].Original.Id;

    /// <param name="real">The real images.</param>
    /// <param name="training">Another folder, whose images were all trained with; null where the splits of <paramref name="real"/> tell.</param>
    public static RealRoles Of(string real, string? training)
    {
        var (dataset, phantoms) = (EchoDatasets.Open(real), PhantomDataset.TryOpen(real));
        if (training is not null && Path.GetFullPath(training).TrimEnd(Path.DirectorySeparatorChar) != Path.GetFullPath(real).TrimEnd(Path.DirectorySeparatorChar))
        {
            var (seen, again) = (EchoDatasets.Open(training), PhantomDataset.TryOpen(training));
            return new RealRoles(dataset.Name, seen.Name,
                [.. seen.Items.Select(i => new RealItem(i with { Id = Prefix + i.Id, PatientId = Prefix + i.PatientId }, i, seen, again))],
                [.. dataset.Items.Select(i => new RealItem(i, i, dataset, phantoms))]);
        }
        var trained = Splits.Of(dataset, DatasetSplit.Training);
        var patients = trained.Select(i => i.PatientId).ToHashSet(StringComparer.Ordinal);
        return new RealRoles(dataset.Name, dataset.Name,
            [.. trained.Select(i => new RealItem(i, i, dataset, phantoms))],
            [.. dataset.Items.Where(i => !patients.Contains(i.PatientId)).Select(i => new RealItem(i, i, dataset, phantoms))]);
    }
}
