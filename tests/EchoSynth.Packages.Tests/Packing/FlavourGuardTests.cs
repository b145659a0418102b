using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Packing;

/// <summary>Both flavours hold an EchoSynth.dll: a project that gets both must hear of it.</summary>
public sealed class FlavourGuardTests
{
    [Theory]
    [InlineData(0, "EchoSynth")]
    [InlineData(0, "EchoSynth.System")]
    [InlineData(1, "EchoSynth", "EchoSynth.System")]
    [InlineData(1, "EchoSynth.System", "EchoSynth")]
    public void TwoFlavoursInOneBuildAreRefused(int exitCode, params string[] packages)
    {
        using var folder = new TemporaryFolder();
        foreach (var package in packages)
            File.Copy(Repository.Folder("src", "EchoSynth", "buildTransitive", "EchoSynth.targets"), folder.File(package + ".targets"));
        folder.Write("app.proj", $"<Project>{string.Concat(packages.Select(p => $"<Import Project=\"{p}.targets\" />"))}</Project>");

        var said = Tool.Dotnet(folder.Path, "msbuild", "app.proj", "-t:CheckEchoSynthFlavours").Expect(exitCode).Output;
        Assert.Equal(exitCode == 1, said.Contains("error ES0001", StringComparison.Ordinal));
    }
}
