using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class UnityDatasetTests
{
    private static readonly string s_a = $"01-{new string('a', 64)}-0007.png";
    private static readonly string s_b = $"01-{new string('b', 64)}-0001.png";

    [Fact]
    public void A_frame_is_found_by_its_hash_and_its_curve_closed_by_a_line()
    {
        using var folder = new TestFolder();
        Image(folder, $"png-cache/01/aa/aa/{s_a}");
        Image(folder, $"png-cache/{s_b}");
        folder.Write("labels/labels-all.json", Named("""
            {
              "A.png": {"labels": {"mv-hinge": {"type": "point", "x": "1", "y": "2"}, "curve-lv-endo": {"type": "curve", "y": "0.5 0.5 6.5", "x": "0.5 6.5 6.5", "conf": "1 1 1"}}, "other": [1, {"a": []}]},
              "B.png": {"labels": {"curve-lv-endo": [{"type": "curve", "x": "0.5 2.5 2.5 0.5", "y": "0.5 0.5 2.5 2.5"}, {"type": "off", "x": "", "y": ""}]}},
              "c.png": {"labels": {"curve-lv-endo": {"type": "off", "x": "", "y": ""}}},
              "d.png": {"labels": {}},
              "e.png": {"labels": {"curve-lv-endo": {"type": "curve", "x": "1 2 3", "y": "1 2 9"}}}
            }
            """));
        folder.Write("labels/labels-train.txt", s_a + "\n");
        folder.Write("labels/labels-ival.json", Named("""{"B.png": {"labels": {}}}"""));
        var data = Assert.IsType<UnityDataset>(EchoDatasets.Open(folder.Root));
        Assert.Equal([(s_a[..^4], s_a[..^9], DatasetSplit.Training), (s_b[..^4], s_b[..^9], DatasetSplit.Testing)], data.Items.Select(i => (i.Id, i.PatientId, i.Split)));
        Assert.Equal(["e.png", "2 frames"], data.Skipped.Select(s => s.Id));
        // x from y to 6 of each row: the triangle above the diagonal.
        var mask = data.Load(data.Items[0]).Mask;
        Assert.Equal(Enumerable.Range(0, 9 * 8).Select(i => i % 9 is >= 1 and <= 6 && i / 9 is >= 1 and <= 6 && i % 9 >= i / 9 ? 1 : 0), mask.Labels.ToArray().Select(l => (int)l));
        Assert.Equal(4, data.Load(data.Items[1]).Mask.Count(AnatomyLabel.LeftVentricle));
    }

    [Theory]
    [InlineData("""{"type": "curve", "x": "1 2 3", "y": "1 2"}""", "3 x and 2 y")]
    [InlineData("""{"type": "curve", "x": "1 2", "y": "1 2"}""", "2 points")]
    [InlineData("""{"type": "curve", "x": "1 2 nan", "y": "1 2 3"}""", "x is no list")]
    [InlineData("""{"type": "curve", "x": "1 2 3", "y": "1 2,5 3"}""", "y is no list")]
    [InlineData("""{"type": "curve", "x": [1, 2], "y": "1 2 3"}""", "x is no list")]
    public void A_damaged_curve_is_an_error_or_left_out(string curve, string expected)
    {
        using var folder = new TestFolder();
        Image(folder, $"png-cache/{s_a}");
        Image(folder, $"png-cache/{s_b}");
        folder.Write("labels-all.json", Named("""{"A.png": {"labels": {"curve-lv-endo": CURVE}}, "B.png": {"labels": {"curve-lv-endo": {"type": "curve", "x": "1 5 5", "y": "1 1 5"}}}}""").Replace("CURVE", curve, StringComparison.Ordinal));
        Fixture.Throws<EchoFormatException>(() => UnityDataset.Open(folder.Root), "labels-all.json", s_a, "curve-lv-endo", expected);
        var data = UnityDataset.Open(folder.Root, new UnityOptions { SkipIncomplete = true });
        Assert.Equal((s_b[..^4], s_a), (Assert.Single(data.Items).Id, Assert.Single(data.Skipped).Id));
    }

    [Theory]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"a.png": 3}""", "JSON object")]
    [InlineData("""{"a.png": {"labels": {"curve-lv-endo": 3}}}""", "list of such")]
    [InlineData("""{"a.png": {"labels": {}}, "a.png": {"labels": {}}}""", "there twice")]
    [InlineData("""{"a.png": {"labels": {}}""", "not the JSON")]
    [InlineData("""{"a.png": {"labels": {}}} x""", "not the JSON")]
    [InlineData("{", "not the JSON")]
    [InlineData("""{"../../etc/passwd": {"labels": {"curve-lv-endo": {"type": "curve", "x": "1 5 5", "y": "1 1 5"}}}}""", "is no frame's name")]
    public void Labels_of_another_form_are_refused(string json, string expected)
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["png-cache"]);
        folder.Write("labels-all.json", json);
        Fixture.Throws<EchoFormatException>(() => UnityDataset.Open(folder.Root), "labels-all.json", expected);
    }

    private static string Named(string json) => json.Replace("A.png", s_a, StringComparison.Ordinal).Replace("B.png", s_b, StringComparison.Ordinal);

    private static void Image(TestFolder folder, string name) => PngCodec.Write(folder[name], Fixture.Image(9, 8));
}
