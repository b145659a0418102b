using System.IO.Hashing;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Privacy;

/// <summary>One pool of all images, and the parts of it that are compared: indices into the pool.</summary>
internal sealed class AuditSets
{
    private readonly UInt128[] _masks;
    private readonly string?[] _sources;

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
