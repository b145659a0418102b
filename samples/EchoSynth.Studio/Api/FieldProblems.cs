namespace EchoSynth.Studio.Api;

/// <summary>What is wrong with a request, by field.</summary>
internal sealed class FieldProblems
{
    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public void Add(string field, string problem)
    {
        if (!_byField.TryGetValue(field, out var problems))
            _byField[field] = problems = [];
        problems.Add(problem);
    }

    public void Range(string field, double value, double least, double most, string meaning)
    {
        if (!(value >= least && value <= most))
            Add(field, FormattableString.Invariant($"is {value}; it must be {least}…{most}, {meaning}."));
    }

    public Dictionary<string, string[]> ToDictionary() => _byField.ToDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal);

    /// <exception cref="BadRequestException">There is a problem.</exception>
    public void ThrowIfAny()
    {
        if (Any)
            throw new BadRequestException(this);
    }
}
