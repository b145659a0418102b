using System.Globalization;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Collects every parameter that is out of range, so that one exception names them all.</summary>
internal sealed class ParameterCheck(string subject)
{
    private readonly List<string> _errors = [];

    public ParameterCheck Range(string name, double value, double low, double high, string unit)
    {
        if (!(value >= low && value <= high))
            _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}{unit}; it must be {low}…{high}{unit}."));
        return this;
    }

    public ParameterCheck That(bool holds, string error)
    {
        if (!holds)
            _errors.Add(error);
        return this;
    }

    public void ThrowIfAny(string parameter)
    {
        if (_errors.Count > 0)
            throw new ArgumentException($"{subject}: {string.Join(' ', _errors)}", parameter);
    }
}
