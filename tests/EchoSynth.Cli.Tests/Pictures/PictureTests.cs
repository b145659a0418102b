using System.Globalization;
using System.Xml.Linq;
using EchoSynth.Cli.Pictures;
using EchoSynth.Imaging;
using EchoSynth.Training;

namespace EchoSynth.Cli.Tests.Pictures;

public sealed class PictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("echosynth-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_sheet_shows_mask_colours_and_images_where_they_belong()
    {
        var mask = new AnatomyMask(16, 16, Enumerable.Repeat((byte)AnatomyLabel.LeftVentricle, 256).ToArray());
        var white = EchoImage.FromBytes(16, 16, Enumerable.Repeat((byte)255, 256).ToArray());
        var black = EchoImage.FromBytes(16, 16, new byte[256]);
        var path = Path.Combine(_folder, "sheet.png");
        ContactSheet.Write(path, ["mask", "real", "one"], [new("first", mask, [white, black]), new("second", mask, [black, white])]);

        var sheet = PngCodec.Read(path);
        Assert.Equal((6 + 3 * 54, 30 + 2 * 66 + 30), (sheet.Width, sheet.Height));
        float Tile(int column, int row) => sheet[6 + column * 54 + 24, 30 + row * 66 + 24];
        Assert.Equal((0.299f * 200 + 0.587f * 60 + 0.114f * 60) / 255, Tile(0, 0), 2);
        Assert.Equal([1f, 0f, 0f, 1f], [Tile(1, 0), Tile(2, 0), Tile(1, 1), Tile(2, 1)]);
    }

    [Fact]
    public void One_validation_is_seen_as_dots()
    {
        var report = new ValidationReport(17, 0.5, 1300, 1.05, 1.01, 0.3, 0.067, 0.04, 0.03, 0.9, 12);
        Assert.Equal(5, XDocument.Parse(ValidationChart.Draw("one", [(1200, report)], null)).Descendants().Count(e => e.Name.LocalName == "circle"));
        Assert.DoesNotContain("<circle", ValidationChart.Draw("two", [(1200, report), (2400, report)], null), StringComparison.Ordinal);
    }

    [Fact]
    public void What_lines_mean_stands_above_their_panel_one_after_the_other()
    {
        var report = new ValidationReport(17, 0.5, 1300, 1.05, 1.01, 0.3, 0.067, 0.04, 0.03, 0.9, 12);
        var texts = XDocument.Parse(ValidationChart.Draw("labels", [(1200, report), (2400, report)], (0.06, 0.04))).Descendants().Where(e => e.Name.LocalName == "text" && e.Attribute("y") is not null).ToList();
        double Number(XElement text, string name) => double.Parse(text.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var label in new[] { "texture of real images", "recorded again: 4 × 4 means" })
        {
            var row = texts.Where(t => Number(t, "y") == Number(texts.Single(other => other.Value == label), "y")).ToList();
            Assert.Equal(4, row.Count);
            // Half a letter's height is what a letter of a sans-serif takes on average.
            var ends = row.Select(t => Number(t, "x") + 0.5 * Number(t, "font-size") * t.Value.Length).ToList();
            Assert.All(row.Skip(1).Zip(ends), pair => Assert.True(Number(pair.First, "x") > pair.Second, pair.First.Value));
            Assert.True(ends[^1] < 900, label);
        }
        Assert.Equal([55, 363], new[] { "recorded again: 4 × 4 means", "texture of real images" }.Select(l => Number(texts.Single(t => t.Value == l), "y")));
    }

    [Fact]
    public void Text_is_as_wide_as_measured()
    {
        var canvas = new Canvas(40, 9, new Colour(0, 0, 0));
        canvas.Text(1, 1, "HI", 1, new Colour(255, 255, 255));
        var path = Path.Combine(_folder, "text.png");
        canvas.Save(path);
        var image = PngCodec.Read(path);
        var lit = Enumerable.Range(0, 40).Where(x => Enumerable.Range(0, 9).Any(y => image[x, y] > 0)).ToArray();
        Assert.Equal(1, lit[0]);
        Assert.InRange(lit[^1], 8, PixelFont.Measure("HI", 1));
    }

    [Fact]
    public void A_loss_chart_is_xml_with_axes_legend_and_curves_inside_the_picture()
    {
        var points = Enumerable.Range(1, 100).Select(i => new LossChart.Point(40 * i, new Dictionary<string, double>
        {
            ["discriminator"] = 1.4 + 0.1 * Math.Sin(i),
            ["adversarial"] = 0.7,
            ["l1"] = i == 1 ? 5 : 0.3 / i,
        })).ToArray();
        var svg = XDocument.Parse(LossChart.Draw("a < b & c", points)).Root!;
        var texts = svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Contains("a < b & c", texts);
        Assert.Contains("discriminator", texts);
        Assert.Contains("training images seen", texts);
        Assert.Contains("4,000", texts);
        var curves = svg.Descendants().Where(e => e.Name.LocalName == "polyline").ToArray();
        Assert.Equal(6, curves.Length);
        var (width, height) = (double.Parse(svg.Attribute("width")!.Value), double.Parse(svg.Attribute("height")!.Value));
        foreach (var pair in curves.SelectMany(c => c.Attribute("points")!.Value.Split(' ')))
        {
            var place = pair.Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            Assert.InRange(place[0], 0, width);
            Assert.InRange(place[1], 0, height);
        }
    }

    [Fact]
    public void A_chart_of_nothing_is_still_a_picture() => Assert.NotNull(XDocument.Parse(LossChart.Draw("nothing", [])).Root);
}
