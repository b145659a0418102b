using System.Text.RegularExpressions;
using System.Xml.Linq;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using static EchoSynth.Tests.Evaluation.EvaluationHearts;

namespace EchoSynth.Tests.Evaluation;

public sealed partial class EvaluationPageTests
{
    private static readonly string s_page = new Evaluator(new EvaluationOptions { Questions = EvaluationQuestions.Fidelity | EvaluationQuestions.Distribution | EvaluationQuestions.Privacy }).Evaluate(Honest).ToHtml();

    [Fact]
    public void The_page_needs_nothing_else()
    {
        Assert.All(Sources().Matches(s_page), m => Assert.StartsWith("data:image/png;base64,", m.Groups[1].Value, StringComparison.Ordinal));
        Assert.True(Sources().Count(s_page) >= 20);
        Assert.DoesNotContain("<script", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", s_page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Pictures_are_the_images_themselves()
    {
        var first = Sources().Matches(s_page).Select(m => m.Groups[1].Value).Skip(1).First();
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Convert.FromBase64String(first.Split(',')[1]));
            var image = PngCodec.Read(path).ToBytes();
            Assert.Contains(HeldOut, p => p.Image.ToBytes().AsSpan().SequenceEqual(image));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Charts_are_well_formed_and_hold_no_number_that_is_none()
    {
        var charts = Svgs().Matches(s_page).Select(m => m.Value).ToArray();
        Assert.True(charts.Length >= 6);
        Assert.All(charts, c => Assert.NotEmpty(XElement.Parse(c).Elements()));
        Assert.DoesNotContain("NaN", s_page, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_files_are_text()
    {
        var sets = Sets([Renamed(Honest.Synthetic[0], "<img src=x onerror=alert(1)>"), Honest.Synthetic[1]], i => HeldOut[i].Item.Id);
        var page = new Evaluator(new EvaluationOptions { Questions = EvaluationQuestions.Fidelity | EvaluationQuestions.Privacy }).Evaluate(sets).ToHtml();
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("src=\"([^\"]*)\"")]
    private static partial Regex Sources();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svgs();
}
