namespace EchoSynth.Synthesis;

/// <summary>Counts over a manifest, for the card.</summary>
internal sealed class SynthesisTally
{
    private readonly HashSet<string> _patients = new(StringComparer.Ordinal);

    public long Images { get; private set; }

    public int Patients => _patients.Count;

    /// <summary>Images by view, phase and split.</summary>
    public SortedDictionary<(string View, string Phase, string Split), long> Kinds { get; } = [];

    /// <summary>Images that could not be made, by reason.</summary>
    public SortedDictionary<string, long> Skipped { get; } = new(StringComparer.Ordinal);

    public string? Example { get; private set; }

    public void Add(SynthesisEntry entry)
    {
        Images++;
        Example ??= entry.File;
        _patients.Add(entry.Patient);
        var kind = (entry.View, entry.Phase, entry.Split);
        Kinds[kind] = Kinds.GetValueOrDefault(kind) + 1;
    }

    public void Skip(SynthesisEntry entry) => Skipped[entry.Skipped!] = Skipped.GetValueOrDefault(entry.Skipped!) + 1;
}
