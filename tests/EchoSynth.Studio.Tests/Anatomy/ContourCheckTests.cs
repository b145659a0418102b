using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Api;

namespace EchoSynth.Studio.Tests.Anatomy;

public sealed class ContourCheckTests
{
    [Fact]
    public void EveryPhantomHeartPassesOnEveryScanner()
    {
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var heart = StartHeart.Of(PhantomAnatomy.Sample(seed));
            foreach (var scanner in ScannerPreset.All)
            {
                var problems = new FieldProblems();
                ContourCheck.Numbers(HeartContours.Of(heart), problems);
                ContourCheck.Shape(heart, problems);
                ContourCheck.Place(heart, ScannerView.Of(scanner, 64), problems);
                Assert.False(problems.Any, $"heart {seed}, {scanner.Name}: {string.Join(" ", problems.ToDictionary().SelectMany(p => p.Value))}");
            }
        }
    }

    [Theory]
    [InlineData("cavity across", "contours.cavity", "crosses itself")]
    [InlineData("cavity wide", "contours.wall", "reaches through the wall")]
    [InlineData("cavity small", "contours.cavity", "at least 6.0 cm²")]
    [InlineData("wall thin", "contours.wall", "at least 2 mm")]
    [InlineData("wall beside", "contours.wall", "go around the cavity")]
    [InlineData("atrium small", "contours.atrium", "at least 2.5 cm²")]
    [InlineData("atrium up", "contours.atrium", "crosses itself")]
    [InlineData("all aside", "contours.cavity", "outside the sector")]
    public void TellsWhatIsWrongWhere(string change, string field, string expected)
    {
        var start = StartHeart.Of(PhantomAnatomy.Sample(1));
        var (cavity, wall, atrium) = (start.Cavity.ToArray(), start.Wall.ToArray(), start.Atrium.ToArray());
        var middle = start.Annulus;
        switch (change)
        {
            case "cavity across": (cavity[2], cavity[3]) = (cavity[3], cavity[2]); break;
            case "cavity wide": cavity = [.. cavity.Select(p => p with { X = 5 + (1.7 * (p.X - 5)) })]; break;
            case "cavity small": cavity = [.. cavity.Select(p => middle + (0.3 * (p - middle)))]; break;
            case "wall thin": wall[6] = cavity[6] + new Mm(1, 0); break;
            case "wall beside": wall = [.. wall.Select(p => middle + (0.35 * (p - middle)) + new Mm(0, 30))]; break;
            case "atrium small": atrium = [.. atrium.Select(p => middle + (0.1 * (p - middle)))]; break;
            case "atrium up": atrium = [.. atrium.Select(p => p - new Mm(0, 60))]; break;
            default: (cavity, wall, atrium) = (Aside(cavity), Aside(wall), Aside(atrium)); break;
        }
        var (heart, problems) = (new Heart(cavity, wall, atrium), new FieldProblems());
        ContourCheck.Shape(heart, problems);
        ContourCheck.Place(heart, ScannerView.Of(ScannerPreset.Default, 64), problems);

        Assert.Contains(problems.ToDictionary(), p => p.Key == field && p.Value.Any(text => text.Contains(expected, StringComparison.Ordinal)));

        static Mm[] Aside(Mm[] points) => [.. points.Select(p => p + new Mm(60, 0))];
    }
}
