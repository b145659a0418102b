using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Tests.Distributions;

internal static class Draw
{
    /// <summary>Independent normal features of deviation 1.</summary>
    public static FeatureSet Normal(int count, int length, int seed, double mean = 0, IReadOnlyList<string>? names = null, bool standardise = false)
    {
        var random = new Random(seed);
        double Next() => mean + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return new FeatureSet("x", [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => Next()).ToArray())], names, standardise);
    }
}
