using System.Text.Json;
using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Packing;

/// <summary>What MSBuild evaluates for the published flavour, TorchBinding=TorchSharp. Needs no restore, so no feed that has TorchSharp.</summary>
public sealed class PublishedReferencesTests
{
    [Fact]
    public void LibraryStandsOnTorchSharpAndLeavesTheRuntimeToTheApplication()
    {
        var (packages, projects) = Evaluate("src/EchoSynth/EchoSynth.csproj", "TorchSharp");

        Assert.Contains("TorchSharp", packages);
        Assert.DoesNotContain(packages, IsRuntime);
        Assert.Equal(["EchoSynth.Imaging"], projects);
    }

    [Theory]
    [InlineData("cpu", "TorchSharp-cpu")]
    [InlineData("cuda", "TorchSharp-cuda-linux")]
    public void ApplicationBringsTheRuntime(string runtime, string package)
    {
        if (OperatingSystem.IsWindows())
            package = package.Replace("linux", "windows", StringComparison.Ordinal);
        var (packages, _) = Evaluate("samples/EchoSynth.Cli/EchoSynth.Cli.csproj", "TorchSharp", $"-p:TorchRuntime={runtime}");

        Assert.Equal([package], packages.Where(IsRuntime));
    }

    [Fact]
    public void SystemFlavourKnowsNothingOfTorchSharp()
    {
        var (packages, projects) = Evaluate("src/EchoSynth/EchoSynth.csproj", "System");

        Assert.DoesNotContain(packages, p => p.StartsWith("TorchSharp", StringComparison.Ordinal));
        Assert.Equal(["EchoSynth.Imaging", "EchoSynth.LibTorch"], projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("TorchSharp", "EchoSynth")]
    [InlineData("System", "EchoSynth.System")]
    public void FlavoursDoNotShareAnId(string binding, string id) =>
        Assert.Equal(id, Tool.Dotnet(Repository.Root, "msbuild", "src/EchoSynth/EchoSynth.csproj", "-getProperty:PackageId", $"-p:TorchBinding={binding}").Expect(0).Output.Trim());

    private static bool IsRuntime(string package) =>
        package.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase) || package.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase);

    private static (List<string> Packages, List<string> Projects) Evaluate(string project, string binding, params string[] properties)
    {
        var output = Tool.Dotnet(Repository.Root, ["msbuild", project, "-getItem:PackageReference", "-getItem:ProjectReference", $"-p:TorchBinding={binding}", .. properties]).Expect(0).Output;
        using var json = JsonDocument.Parse(output);
        var items = json.RootElement.GetProperty("Items");
        return (Names("PackageReference").ToList(), Names("ProjectReference").Select(Path.GetFileNameWithoutExtension).OfType<string>().ToList());

        IEnumerable<string> Names(string kind) => items.GetProperty(kind).EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!);
    }
}
