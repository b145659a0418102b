using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Tests.Datasets;

public class CavityFillTests
{
    private const int Side = 80;

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(200)]
    public void A_horseshoe_is_closed_by_the_line_between_its_ends_whichever_way_it_points(double degrees)
    {
        // A half-ellipse with straight ends: outer 20 × 30, wall 6, open below.
        var (wall, truth) = Drawn(degrees, (x, y) => y < 10 && Ellipse(x, y, 20, 30) && !Ellipse(x, y, 14, 24), (x, y) => y < 10 && Ellipse(x, y, 14, 24));
        var (cavity, kept) = CavityFill.Find(wall, Side, Side, out var problem)!.Value;
        Assert.Equal("", problem);
        Assert.Equal(wall, kept);
        Assert.True(Overlap(cavity, truth) > 0.93, $"{degrees}°: {Overlap(cavity, truth)}");
        Assert.DoesNotContain(true, cavity.Zip(wall, (a, b) => a && b));
    }

    [Fact]
    public void A_closed_wall_encloses_its_cavity_exactly()
    {
        var (wall, truth) = Drawn(0, (x, y) => Ellipse(x, y, 20, 30) && !Ellipse(x, y, 14, 24), (x, y) => Ellipse(x, y, 14, 24));
        Assert.Equal(truth, CavityFill.Find(wall, Side, Side, out _)!.Value.Cavity);
    }

    [Fact]
    public void Dust_is_not_wall()
    {
        var (wall, _) = Drawn(0, (x, y) => (y < 10 && Ellipse(x, y, 20, 30) && !Ellipse(x, y, 14, 24)) || (x > 34 && y > 34 && x < 37), (_, _) => false);
        var kept = CavityFill.Find(wall, Side, Side, out _)!.Value.Wall;
        Assert.InRange(wall.Count(w => w) - kept.Count(w => w), 1, 20);
    }

    [Fact]
    public void Empty_broken_and_flat_walls_have_no_cavity_and_say_why()
    {
        AssertNone((_, _) => false, "empty");
        AssertNone((x, y) => x == 0 && y is > 0 and < 5, "4 pixels");
        // Two walls without the apex between them.
        AssertNone((x, y) => y is > -20 and < 10 && Ellipse(x, y, 20, 30) && !Ellipse(x, y, 14, 24), "broken into 2 pieces");
        // One wall alone, slightly bent.
        AssertNone((x, y) => x > 5 && y < 10 && Ellipse(x, y, 20, 30) && !Ellipse(x, y, 14, 24), "open without a cavity");
        AssertNone((x, y) => x is > -20 and < 20 && y is > -3 and < 3, "open without a cavity");
    }

    private static void AssertNone(Func<double, double, bool> wall, string problem)
    {
        Assert.Null(CavityFill.Find(Drawn(0, wall, (_, _) => false).Wall, Side, Side, out var said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    private static (bool[] Wall, bool[] Cavity) Drawn(double degrees, Func<double, double, bool> wall, Func<double, double, bool> cavity)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        bool[] Set(Func<double, double, bool> inside) => [.. Enumerable.Range(0, Side * Side).Select(i =>
        {
            var (x, y) = ((i % Side) - (Side / 2), (i / Side) - (Side / 2));
            return inside((cosine * x) + (sine * y), (cosine * y) - (sine * x));
        })];
        return (Set(wall), Set(cavity));
    }

    private static bool Ellipse(double x, double y, double a, double b) => (x * x / (a * a)) + (y * y / (b * b)) <= 1;

    private static double Overlap(bool[] a, bool[] b) => (double)a.Zip(b, (x, y) => x && y).Count(v => v) / a.Zip(b, (x, y) => x || y).Count(v => v);
}
