using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using static EchoSynth.Tests.Evaluation.EvaluationHearts;

namespace EchoSynth.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    [Theory]
    [InlineData("{", "not a report")]
    [InlineData("[1]", "this is no evaluation")]
    [InlineData("{\"format\":\"echosynth-model\"}", "this is no evaluation")]
    [InlineData("{\"format\":\"echosynth-evaluation\",\"version\":2}", "this library reads version 1")]
    [InlineData("{\"format\":\"echosynth-evaluation\",\"version\":1}", "not a report")]
    [InlineData("{\"format\":\"echosynth-evaluation\",\"version\":1,\"fidelity\":7}", "not a report")]
    [InlineData("{\"format\":\"echosynth-evaluation\",\"version\":1,\"created\":\"2026-11-22T00:00:00Z\",\"library\":\"1\",\"image_size\":64,\"sets\":null,\"configuration\":{},\"answers\":[],\"warnings\":[],\"not_measured\":{},\"seconds\":{}}", "not a report")]
    public void What_is_no_report_is_refused_by_name(string text, string problem)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            var error = Assert.Throws<EchoFormatException>(() => EvaluationReport.Read(path));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_is_not_finite_is_null_and_what_was_not_asked_says_so()
    {
        // Equal images: an infinite PSNR.
        var report = new Evaluator(new EvaluationOptions { Questions = EvaluationQuestions.Fidelity }).Evaluate(Sets([Renamed(HeldOut[0], "copy")], _ => HeldOut[0].Item.Id)).Report;
        Assert.True(double.IsPositiveInfinity(report.Fidelity!.Sector!.Psnr));
        using var json = System.Text.Json.JsonDocument.Parse(report.ToJson());
        var sector = json.RootElement.GetProperty("fidelity").GetProperty("sector");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, sector.GetProperty("psnr").ValueKind);
        Assert.Equal(1, sector.GetProperty("ssim").GetDouble(), 9);
        Assert.Equal("not asked", json.RootElement.GetProperty("privacy").GetProperty("not_measured").GetString());
        Assert.Equal("not_measured", json.RootElement.GetProperty("answers")[3].GetProperty("verdict").GetString());
    }
}
