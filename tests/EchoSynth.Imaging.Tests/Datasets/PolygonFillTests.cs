using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class PolygonFillTests
{
    [Fact]
    public void A_pixel_is_inside_where_its_centre_is()
    {
        Assert.Equal("....;.##.;.##.;....", Picture(4, 4, (0.5, 0.5), (2.5, 0.5), (2.5, 2.5), (0.5, 2.5)));
        Assert.Equal("....;.#..;....;....", Picture(4, 4, (0.9, 0.9), (1.1, 0.9), (1.1, 1.1), (0.9, 1.1)));
        Assert.Equal("....;....;....;....", Picture(4, 4, (1.1, 1.1), (1.9, 1.1), (1.9, 1.9), (1.1, 1.9)));
    }

    [Fact]
    public void Polygons_that_share_an_edge_share_no_pixel_and_leave_none_out()
    {
        (double X, double Y)[] corners = [(0, 0), (9, 0), (9, 9), (0, 9)];
        var centre = (3.0, 4.0);
        var covered = new int[100];
        for (var i = 0; i < 4; i++)
        {
            var part = PolygonFill.Fill([corners[i], corners[(i + 1) % 4], centre], 10, 10);
            for (var p = 0; p < part.Length; p++)
                covered[p] += part[p] ? 1 : 0;
        }
        var whole = PolygonFill.Fill(corners, 10, 10);
        Assert.Equal(81, whole.Count(p => p));
        Assert.Equal(whole.Select(p => p ? 1 : 0), covered);
    }

    [Fact]
    public void What_is_enclosed_twice_is_outside()
    {
        // A five-pointed star: its middle is enclosed twice.
        var star = Enumerable.Range(0, 5).Select(i => (50 + (45 * Math.Sin(4 * Math.PI * i / 5)), 50 - (45 * Math.Cos(4 * Math.PI * i / 5)))).ToArray();
        var inside = PolygonFill.Fill(star, 101, 101);
        Assert.False(inside[(50 * 101) + 50]);
        Assert.True(inside[(20 * 101) + 50]);
    }

    [Fact]
    public void Vertices_far_beyond_the_frame_cut_it_as_they_should()
    {
        Assert.Equal("####;####", Picture(4, 2, (-1e15, -1e15), (1e15, -1e15), (1e15, 1e15), (-1e15, 1e15)));
        Assert.Equal("##..;##..", Picture(4, 2, (-1e9, -1e9), (1.5, -1e9), (1.5, 1e9), (-1e9, 1e9)));
        Assert.Equal("....;....", Picture(4, 2, (10, 10), (20, 10), (20, 20)));
    }

    [Fact]
    public void The_area_of_a_fine_polygon_is_that_of_the_shape()
    {
        var circle = Enumerable.Range(0, 3600).Select(i => (100 + (80 * Math.Cos(Math.PI * i / 1800)), 100.5 + (80 * Math.Sin(Math.PI * i / 1800)))).ToArray();
        Assert.Equal(Math.PI * 6400, PolygonFill.Fill(circle, 201, 201).Count(p => p), 60.0);
    }

    [Fact]
    public void Too_few_vertices_enclose_nothing_and_wrong_ones_are_errors()
    {
        Assert.DoesNotContain(true, PolygonFill.Fill([], 3, 3));
        Assert.DoesNotContain(true, PolygonFill.Fill([(0, 0), (2, 2)], 3, 3));
        Assert.DoesNotContain(true, PolygonFill.Fill([(0, 1), (2, 1), (1, 1)], 3, 3));
        Fixture.Throws<ArgumentException>(() => PolygonFill.Fill([(0, 0), (double.NaN, 2), (1, 1)], 3, 3), "finite");
        Fixture.Throws<ArgumentException>(() => PolygonFill.Fill(new (double, double)[PolygonFill.MaximalVertices + 1], 3, 3), "vertices");
    }

    private static string Picture(int width, int height, params (double, double)[] polygon) =>
        string.Join(';', PolygonFill.Fill(polygon, width, height).Select(p => p ? '#' : '.').Chunk(width).Select(row => new string(row)));
}
