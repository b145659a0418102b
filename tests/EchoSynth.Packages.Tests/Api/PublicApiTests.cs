using System.Reflection;
using EchoSynth.Packages.Tests.Support;
using PublicApiGenerator;

namespace EchoSynth.Packages.Tests.Api;

/// <summary>
/// Holds each package's public API against src/PACKAGE/PublicApi.txt, so that no change of it goes by unseen. A change that is meant:
/// './build.sh api' writes the files anew, and the commit shows it.
/// </summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "ECHOSYNTH_ACCEPT_API";

    public static TheoryData<string> Projects => new(Repository.Projects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void ApiIsTheListedOne(string project)
    {
        var actual = Generate(project);
        var file = Repository.Folder("src", project, "PublicApi.txt");
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
            File.WriteAllText(file, actual);
        var listed = File.Exists(file) ? File.ReadAllText(file) : "";

        Assert.True(actual == listed, $"The public API of {project} is not the one in {file}. If the change is meant: ./build.sh api\n{Difference(listed, actual)}");
    }

    /// <summary>Nothing of what only one binding has may show, or code written against one flavour would not compile against the other.</summary>
    [Fact]
    public void ApiKnowsNothingOfTheBinding() => Assert.DoesNotContain("EchoSynth.LibTorch", Generate("EchoSynth"), StringComparison.Ordinal);

    private static string Generate(string project)
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] };
        return Assembly.Load(project).GeneratePublicApi(options).ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static string Difference(string listed, string actual)
    {
        string[] before = listed.Split('\n'), after = actual.Split('\n');
        return string.Join('\n', after.Except(before).Select(line => "+ " + line.Trim()).Concat(before.Except(after).Select(line => "- " + line.Trim())).Take(60));
    }
}
