using System.IO.Compression;
using System.Text.RegularExpressions;
using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Packing;

/// <summary>
/// Applications of somebody who has the packages and nothing else of the repository: their programs are the snippets of the packages' readmes,
/// with a few lines after them that tell what came out.
/// </summary>
internal sealed partial class Consumer : IDisposable
{
    private const string Checks = """

        var pixels = sampler.Generate(mask, seed: 7).Pixels.ToArray();
        var again = sampler.Generate(mask, seed: 7).Pixels.ToArray();
        var other = sampler.Generate(mask, seed: 8).Pixels.ToArray();
        var mean = pixels.Average();
        Console.WriteLine($"spread={Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean))):F4}");
        Console.WriteLine($"same={pixels.SequenceEqual(again)}");
        Console.WriteLine($"other={pixels.SequenceEqual(other)}");
        Console.WriteLine($"trained={string.Join(',', Directory.GetDirectories("model/training").Select(Path.GetFileName))}");
        """;

    /// <summary>Brings EchoSynth.PhantomModel to those who refer to it.</summary>
    private const string Bringer = "Somebodys.Package";

    private readonly TemporaryFolder _folder = new();
    private readonly PackedFeed _feed;

    public Consumer(PackedFeed feed)
    {
        _feed = feed;
        _folder.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><add key="machine" value="{CopyOfMachineCache()}" /></fallbackPackageFolders>
              <packageSources><add key="echosynth-local" value="{feed.Folder}" /><add key="own" value="{PackageThatBringsTheModel()}" /></packageSources>
            </configuration>
            """);
        var runtime = Repository.IsSystem ? "" : """<PackageReference Include="TorchSharp-cpu" Version="0.107.0" />""";
        AddProject("Hearts", Repository.MainPackage, Checks, runtime);
        AddProject("Looks", "EchoSynth.PhantomModel", "", $"""<PackageReference Include="{Repository.MainPackage}" Version="{feed.Version}" />{runtime}""", referTo: Bringer);
        AddProject("Phantoms", "EchoSynth.Imaging", "");
        if (Repository.IsSystem)
            AddProject("Tensors", "EchoSynth.LibTorch", "");
        _folder.Write("Consumer.slnx", $"<Solution>{string.Concat(Projects.Select(p => $"<Project Path=\"{p}/{p}.csproj\" />"))}</Solution>");
    }

    public List<string> Projects { get; } = [];

    public ToolResult Dotnet(params string[] arguments) => Tool.Dotnet(_folder.Path, arguments);

    /// <summary>Runs a built application in its own folder.</summary>
    public ToolResult Run(string project) => Tool.Dotnet(_folder.File(project), Output(project, project + ".dll"));

    public string Output(string project, string file) => _folder.File(project, "bin", "Release", "net10.0", file);

    public string File(params string[] parts) => _folder.File(parts);

    public void Dispose() => _folder.Dispose();

    /// <param name="name">The project.</param>
    /// <param name="package">The package whose readme is its program.</param>
    /// <param name="after">What follows the program.</param>
    /// <param name="reference">Further references.</param>
    /// <param name="referTo">The package that it refers to, where that is another one, which brings the first.</param>
    private void AddProject(string name, string package, string after, string reference = "", string? referTo = null)
    {
        Projects.Add(name);
        _folder.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{referTo ?? package}" Version="{_feed.Version}" />{reference}</ItemGroup>
            </Project>
            """);
        _folder.Write($"{name}/Program.cs", SnippetPattern().Match(_feed.ReadText(package, "README.md").ReplaceLineEndings("\n")).Groups[1].Value + after);
    }

    /// <summary>A folder with somebody's package that stands on EchoSynth.PhantomModel, as 'dotnet pack' makes one of a project that refers to it.</summary>
    private string PackageThatBringsTheModel()
    {
        var folder = Directory.CreateDirectory(_folder.File("own")).FullName;
        using var package = ZipFile.Open(Path.Combine(folder, $"{Bringer}.{_feed.Version}.nupkg"), ZipArchiveMode.Create);
        Add("lib/net10.0/_._", "");
        Add($"{Bringer}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{Bringer}</id><version>{_feed.Version}</version><authors>Somebody</authors><description>Stands on the model.</description>
              <dependencies><group targetFramework="net10.0"><dependency id="EchoSynth.PhantomModel" version="{_feed.Version}" exclude="Build,Analyzers" /></group></dependencies>
            </metadata></package>
            """);
        return folder;

        void Add(string name, string text)
        {
            using var writer = new StreamWriter(package.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    /// <summary>What the machine has of other people's packages, by links: an EchoSynth that somebody installed before stays out of it.</summary>
    private string CopyOfMachineCache()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var links = Directory.CreateDirectory(_folder.File("machine")).FullName;
        foreach (var package in Directory.GetDirectories(cache).Where(p => !Path.GetFileName(p).StartsWith("echosynth", StringComparison.OrdinalIgnoreCase)))
            Directory.CreateSymbolicLink(Path.Combine(links, Path.GetFileName(package)), package);
        return links;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SnippetPattern();
}
