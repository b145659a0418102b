using System.IO.Hashing;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Privacy;

/// <summary>One pool of all images, and the parts of it that are compared: indices into the pool.</summary>
internal sealed class AuditSets
{
    private readonly UInt128[] _masks;
    private readonly string?[] _sources;
    private readonly bool[] _fold;
    private readonly HashSet<int> _ofHeldOutMask;

    public AuditSets(PrivacyAuditInput input, int seed)
    {
        Pool = [.. input.Training, .. input.HeldOut, .. input.Synthetic];
        Training = [.. Enumerable.Range(0, input.Training.Count)];
        HeldOut = [.. Enumerable.Range(Training.Length, input.HeldOut.Count)];
        Synthetic = [.. Enumerable.Range(Training.Length + HeldOut.Length, input.Synthetic.Count)];
        var equal = Math.Min(Training.Length, HeldOut.Length);
        var random = new Random(seed);
        (TrainingEqual, TrainingRest) = Split(Training, equal, random);
        (HeldOutEqual, HeldOutRest) = Split(HeldOut, equal, random);
        _masks = [.. Pool.Select(p => Key(p.Mask))];
        var patients = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in input.Training.Concat(input.HeldOut))
            patients.TryAdd(pair.Item.Id, pair.Item.PatientId);
        _sources = [.. Pool.Select((p, i) => i < Synthetic[0] ? p.Item.PatientId : input.SourceIds?[i - Synthetic[0]] is { } id ? patients.GetValueOrDefault(id) : null)];
        var (training, masks) = (Patients(Training).ToHashSet(StringComparer.Ordinal), Training.Select(i => _masks[i]).ToHashSet());
        bool[] confounded = [.. Synthetic.Select(i => _sources[i] is { } patient ? training.Contains(patient) : masks.Contains(_masks[i]))];
        Bound = [.. Synthetic.Where((_, i) => confounded[i])];
        Free = [.. Synthetic.Where((_, i) => !confounded[i])];
        // Half of the patients of either set, drawn: by turns, views or scanners that take turns would fall apart. A synthetic image goes with the patient that it was drawn after, by its source or its mask.
        var folds = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var real in new[] { Training, HeldOut })
        {
            var ordered = Patients(real).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            random.Shuffle(ordered);
            for (var k = 0; k < ordered.Length; k++)
                folds.TryAdd(ordered[k], k % 2 == 1);
        }
        var ofMask = HeldOut.GroupBy(i => _masks[i]).ToDictionary(g => g.Key, g => Pool[g.First()].Item.PatientId);
        var drawnAfter = Synthetic.ToDictionary(i => i, i => _sources[i] ?? ofMask.GetValueOrDefault(_masks[i]));
        _fold = [.. Pool.Select((p, i) => i < Synthetic[0] ? folds[p.Item.PatientId] : drawnAfter[i] is { } patient ? folds[patient] : i % 2 == 1)];
        _ofHeldOutMask = [.. Free.Where(i => drawnAfter[i] is not null)];
    }

    public IReadOnlyList<EchoPair> Pool { get; }

    public int[] Training { get; }

    public int[] HeldOut { get; }

    public int[] Synthetic { get; }

    /// <summary>As many as of the smaller of both real sets, drawn at random.</summary>
    public int[] TrainingEqual { get; }

    public int[] TrainingRest { get; }

    public int[] HeldOutEqual { get; }

    public int[] HeldOutRest { get; }

    /// <summary>Synthetic images drawn from masks of the training set's patients: by their source where that is known, else by equality of the masks.</summary>
    public int[] Bound { get; }

    /// <summary>The other synthetic images.</summary>
    public int[] Free { get; }

    /// <summary>Whether a synthetic image was drawn after a held-out patient, whose image it is near to for that alone.</summary>
    public bool IsOfHeldOutMask(int synthetic) => _ofHeldOutMask.Contains(synthetic);

    /// <summary>Whether each fold has something to be compared with in the other; not where all images are drawn after one patient, or there is one patient alone.</summary>
    public bool FoldsMeet => new[] { Free, Training, HeldOut }.All(set => set.Any(i => _fold[i]) && set.Any(i => !_fold[i]));

    /// <summary>Those of one half of the patients, or drawn after them: an image and the patient that it was drawn after are never in different folds.</summary>
    public int[] InFold(int[] indices, bool fold) => [.. indices.Where(i => _fold[i] == fold)];

    public string Id(int index) => Pool[index].Item.Id;

    /// <summary>Of the real set that has fewer.</summary>
    public int FewestPatients => Math.Min(Patients(Training).Distinct(StringComparer.Ordinal).Count(), Patients(HeldOut).Distinct(StringComparer.Ordinal).Count());

    public string[] Patients(int[] indices) => [.. indices.Select(i => Pool[i].Item.PatientId)];

    /// <summary>Whether two images show the same mask: equal masks, or masks of one patient where that is known.</summary>
    public bool SameMask(int a, int b) => _masks[a] == _masks[b] || (_sources[a] is { } patient && patient == _sources[b]);

    private static (int[] Part, int[] Others) Split(int[] all, int count, Random random)
    {
        var shuffled = (int[])all.Clone();
        random.Shuffle(shuffled);
        return (shuffled[..count], shuffled[count..]);
    }

    /// <summary>Of the structures only, since sectors may be added.</summary>
    private static UInt128 Key(AnatomyMask mask)
    {
        var labels = mask.Labels.ToArray();
        labels.AsSpan().Replace((byte)AnatomyLabel.Sector, (byte)AnatomyLabel.Background);
        return XxHash128.HashToUInt128(labels);
    }
}
