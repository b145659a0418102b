using System.Text.Json;
using EchoSynth.Imaging.Distributions;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Distributions;

/// <summary>Against numpy, SciPy and mpmath (Fixtures/distributions.json, made by make_distributions.py).</summary>
public class DistributionReferenceTests
{
    private static readonly Reference[] s_references = JsonSerializer.Deserialize<Reference[]>(File.ReadAllText(Fixture.Path("distributions.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Names => [.. s_references.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_to_the_closed_forms(string name)
    {
        var (reference, real, synthetic) = Sets(name);
        Relative(reference.Frechet, FrechetDistance.Between(real, synthetic), 1e-9);
        Relative(reference.Frechet, FrechetDistance.Between(synthetic, real), 1e-9);
        var kernel = KernelDistance.Between(real, synthetic);
        Relative(reference.Kernel, kernel.Value, 1e-9);
        Relative(reference.Error, kernel.StandardError, 1e-9);
        var balls = PrecisionRecall.Measure(real, synthetic);
        Assert.Equal(reference.Precision, balls.Precision, 1e-9);
        Assert.Equal(reference.Recall, balls.Recall, 1e-9);
        Assert.Equal(reference.Density, balls.Density, 1e-9);
        Assert.Equal(reference.Coverage, balls.Coverage, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shifts_equal_scipys_and_the_worst_comes_first(string name)
    {
        var (reference, real, synthetic) = Sets(name);
        Assert.Empty(FeatureShift.Of(real, synthetic));
        var names = Enumerable.Range(0, real.Length).Select(i => $"f{i}").ToArray();
        var shifts = FeatureShift.Of(new FeatureSet("x", reference.Real, names), new FeatureSet("x", reference.Synthetic, names));
        Assert.Equal(shifts.OrderByDescending(s => s.KolmogorovSmirnov).Select(s => s.KolmogorovSmirnov), shifts.Select(s => s.KolmogorovSmirnov));
        foreach (var shift in shifts)
        {
            var expected = reference.Shifts[Array.IndexOf(names, shift.Feature)];
            Relative(expected.Mean, shift.MeanDifference, 1e-9);
            Assert.Equal(expected.Ks, shift.KolmogorovSmirnov, 1e-12);
        }
    }

    private static void Relative(double expected, double actual, double tolerance) => Assert.Equal(expected, actual, tolerance * Math.Max(1, Math.Abs(expected)));

    private static (Reference Reference, FeatureSet Real, FeatureSet Synthetic) Sets(string name)
    {
        var reference = s_references.Single(r => r.Name == name);
        return (reference, new FeatureSet("x", reference.Real), new FeatureSet("x", reference.Synthetic));
    }

    private sealed record Shift(double Mean, double Ks);

    private sealed record Reference(string Name, double[][] Real, double[][] Synthetic, double Frechet, double Kernel, double Error, double Precision, double Recall, double Density, double Coverage, Shift[] Shifts);
}
