using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

public class PhantomRandomTests
{
    // From the published algorithms (Blackman and Vigna), computed apart from this code.
    [Fact]
    public void The_first_numbers_of_a_seed_never_change()
    {
        var random = new PhantomRandom(1, 2);

        Assert.Equal(0x2D7D3297C6327FEEUL, random.NextUInt64());
        Assert.Equal(0x25FE7C723B82A4ACUL, random.NextUInt64());
    }

    [Fact]
    public void Scatterers_have_zero_mean_unit_variance_and_independent_parts()
    {
        var random = new PhantomRandom(3, 1);
        var (real, imaginary) = (new float[200_000], new float[200_000]);
        random.FillScatterers(real, imaginary);

        Assert.Equal(0, real.Average(), 0.01);
        Assert.Equal(0, imaginary.Average(), 0.01);
        Assert.Equal(1, real.Average(x => x * x), 0.01);
        Assert.Equal(1, imaginary.Average(x => x * x), 0.01);
        Assert.Equal(0, real.Zip(imaginary, (x, y) => x * y).Average(), 0.01);
        Assert.Equal(0, real.Skip(1).Zip(real, (x, y) => x * y).Average(), 0.01);
    }

    [Fact]
    public void Normal_draws_are_standard()
    {
        var random = new PhantomRandom(5, 1);
        var draws = Enumerable.Range(0, 50_000).Select(_ => random.Normal()).ToArray();

        Assert.Equal(0, draws.Average(), 0.02);
        Assert.Equal(1, draws.Average(x => x * x), 0.03);
        Assert.InRange(draws.Count(x => Math.Abs(x) > 1.96) / 50_000.0, 0.04, 0.06);
    }
}
