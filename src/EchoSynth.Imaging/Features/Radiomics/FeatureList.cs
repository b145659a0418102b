namespace EchoSynth.Imaging.Features.Radiomics;

/// <summary>Names and values side by side, so that they cannot come apart.</summary>
internal sealed class FeatureList
{
    public List<string> Names { get; } = [];

    public List<double> Values { get; } = [];

    public void Add(string name, double value)
    {
        Names.Add(name);
        Values.Add(value);
    }
}
