using EchoSynth.ApiReference;

namespace EchoSynth.Docs.Tests;

/// <summary>docs/api is what the code's comments say, and the comments have no gaps.</summary>
public sealed class ApiReferenceTests
{
    private static readonly Lazy<(IReadOnlyDictionary<string, string> Pages, IReadOnlyList<string> Problems)> Reference = new(ReferencePages.Generate);

    [Fact]
    public void TheCommentsHaveNoGapsAndLeadSomewhere() =>
        Assert.True(Reference.Value.Problems.Count == 0, string.Join('\n', Reference.Value.Problems));

    [Fact]
    public void ThePagesAreThoseOfThisCode()
    {
        var folder = Repository.Full("docs/api");
        var there = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.md").ToDictionary(f => Path.GetFileName(f), f => File.ReadAllText(f).ReplaceLineEndings("\n")) : [];
        var stale = Reference.Value.Pages.Where(p => there.GetValueOrDefault(p.Key) != p.Value).Select(p => p.Key).Union(there.Keys.Except(Reference.Value.Pages.Keys)).ToList();
        Assert.True(stale.Count == 0, $"docs/api is not of this code: {string.Join(", ", stale)}. './build.sh docs' writes it anew.");
    }

    [Fact]
    public void GapsAreFound()
    {
        var comments = Path.Combine(Directory.CreateTempSubdirectory("echosynth-api-").FullName, "comments.xml");
        File.WriteAllText(comments, """
            <doc><members>
            <member name="T:EchoSynth.Imaging.PngCodec"><summary>Like <see cref="T:EchoSynth.Imaging.Nothing"/>.</summary><wrong/></member>
            <member name="M:EchoSynth.Imaging.PngCodec.Read(System.String)"><summary>Reads <paramref name="file"/>.</summary><param name="other">A file.</param><exception cref="!:Missing">No.</exception></member>
            <member name="M:EchoSynth.Imaging.PngCodec.ReadMask(System.String)"><summary> </summary></member>
            </members></doc>
            """);
        var problems = ReferencePages.Generate([typeof(Imaging.EchoImage).Assembly.Location], _ => comments).Problems.Where(p => p.StartsWith("EchoSynth.Imaging.PngCodec", StringComparison.Ordinal)).Distinct().ToList();
        foreach (var expected in new[]
        {
            "PngCodec: refers to T:EchoSynth.Imaging.Nothing, which is not there",
            "PngCodec: has <wrong>, which this reference does not know",
            "PngCodec.Read(string): speaks of a parameter 'file', which it does not have",
            "PngCodec.Read(string): describes a parameter 'other', which it does not have",
            "PngCodec.Read(string): throws !:Missing, which is not there",
            "PngCodec.ReadMask(string): has no summary",
            "PngCodec.LabelPalette: has no summary",
        })
            Assert.Contains($"EchoSynth.Imaging.{expected}", problems);
    }
}
