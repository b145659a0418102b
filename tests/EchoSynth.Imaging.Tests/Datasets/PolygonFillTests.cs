using System.Text.Json;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

/// <summary>Against scikit-image (Fixtures/polygons.json, made by make_polygons.py).</summary>
public class PolygonFillTests
{
    [Fact]
    public void The_pixels_are_those_of_scikit_image()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("polygons.json")));
        var (width, height) = (json.RootElement.GetProperty("width").GetInt32(), json.RootElement.GetProperty("height").GetInt32());
        var cases = json.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(17, cases.Count);
        foreach (var shape in cases)
        {
            var points = shape.GetProperty("points").EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble())).ToArray();
            var pixels = new byte[width * height];
            PolygonFill.Fill(points, width, height, pixels, 1);
            var expected = shape.GetProperty("rows").EnumerateArray().Select(r => r.GetString()!);
            Assert.Equal(string.Join("\n", expected), string.Join("\n", pixels.Chunk(width).Select(row => string.Concat(row))));
            // The other way round it is the same polygon.
            var reversed = new byte[width * height];
            PolygonFill.Fill(points.Reverse().ToArray(), width, height, reversed, 1);
            Assert.Equal(pixels, reversed);
        }
    }

    [Fact]
    public void Area_is_that_of_the_outline()
    {
        Assert.Equal(12, PolygonFill.Area([(1, 1), (5, 1), (5, 4), (1, 4)]));
        Assert.Equal(12, PolygonFill.Area([(1, 4), (5, 4), (5, 1), (1, 1)]));
        Assert.Equal(0, PolygonFill.Area([(1, 4), (5, 4)]));
    }

    [Fact]
    public void Far_away_and_empty_outlines_do_no_harm()
    {
        var pixels = new byte[6];
        PolygonFill.Fill([], 3, 2, pixels, 1);
        PolygonFill.Fill([(1e300, 0), (1e300, 1)], 3, 2, pixels, 1);
        Assert.All(pixels, p => Assert.Equal(0, p));
        PolygonFill.Fill([(-1e12, -1e12), (1e12, -1e12), (1e12, 1e12), (-1e12, 1e12)], 3, 2, pixels, 1);
        Assert.All(pixels, p => Assert.Equal(1, p));
    }
}
