using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Xml.Linq;
using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Packing;

[Collection(SharedPackages.Name)]
public sealed class PackageContentsTests(PackedFeed feed)
{
    private static readonly Guid EmbeddedSource = new("0e8a571b-6926-466e-b4ad-8ab04611f5fe"), SourceLink = new("cc110556-a091-4d38-9fec-25ab9a351a6a");

    public static TheoryData<string> Packages => new(Repository.Projects.Select(IdOf));

    [Fact]
    public void FlavourHasItsPackagesAndNoOthers() =>
        Assert.Equal(Repository.Projects.Select(IdOf).Order(StringComparer.Ordinal), feed.Ids);

    [Theory]
    [MemberData(nameof(Packages))]
    public void PackageCarriesWhatAStrangerNeeds(string id)
    {
        var metadata = Nuspec(id);
        Assert.Equal("MIT", metadata["license"].Value);
        Assert.Equal("README.md", metadata["readme"].Value);
        Assert.Equal("icon.png", metadata["icon"].Value);
        Assert.Equal("git", metadata["repository"].Attribute("type")?.Value);
        // A folder of the machine it was packed on is nobody else's address.
        Assert.True(metadata["repository"].Attribute("url")?.Value.StartsWith("https://", StringComparison.Ordinal) ?? true);
        Assert.NotEqual("Package Description", metadata["description"].Value);

        Assert.StartsWith($"# {(id == "EchoSynth.System" ? "EchoSynth" : id)}\n", feed.ReadText(id, "README.md").ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.NotEmpty(feed.Read(id, $"lib/net10.0/{AssemblyOf(id)}.dll"));
        Assert.Contains("<summary>", feed.ReadText(id, $"lib/net10.0/{AssemblyOf(id)}.xml"), StringComparison.Ordinal);
        var icon = feed.Read(id, "icon.png");
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    /// <summary>A debugger shows every source: SourceLink has an address for it, or the symbols carry it. No path of this machine is in them.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void SymbolsLeadToEverySource(string id)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(feed.Read(id, $"lib/net10.0/{AssemblyOf(id)}.pdb", "snupkg")));
        var symbols = provider.GetMetadataReader();
        bool Has(EntityHandle of, Guid kind) => symbols.GetCustomDebugInformation(of).Any(h => symbols.GetGuid(symbols.GetCustomDebugInformation(h).Kind) == kind);

        var linked = Has(EntityHandle.ModuleDefinition, SourceLink);
        Assert.NotEmpty(symbols.Documents);
        foreach (var handle in symbols.Documents)
        {
            var name = symbols.GetString(symbols.GetDocument(handle).Name);
            Assert.StartsWith("/_", name, StringComparison.Ordinal);
            Assert.True(linked || Has(handle, EmbeddedSource), $"{name} is neither linked nor embedded");
        }
    }

    [Fact]
    public void LibraryAsksForItsTorchAndForTheVeryVersionOfItsOwnPackages()
    {
        var dependencies = Nuspec(Repository.MainPackage)["dependencies"].Descendants().Where(d => d.Name.LocalName == "dependency")
            .ToDictionary(d => d.Attribute("id")!.Value, d => d.Attribute("version")!.Value);

        Assert.Equal($"[{feed.Version}]", dependencies["EchoSynth.Imaging"]);
        if (Repository.IsSystem)
            Assert.Equal($"[{feed.Version}]", dependencies["EchoSynth.LibTorch"]);
        else
            Assert.Equal("0.107.0", dependencies["TorchSharp"]);
        Assert.Equal(Repository.IsSystem, !dependencies.ContainsKey("TorchSharp"));
        Assert.DoesNotContain(dependencies.Keys, d => d.StartsWith("TorchSharp-", StringComparison.Ordinal) || d.StartsWith("libtorch", StringComparison.Ordinal));
    }

    [Fact]
    public void BridgeIsPackedAsSources()
    {
        if (!Repository.IsSystem)
        {
            Assert.DoesNotContain("EchoSynth.LibTorch", feed.Ids);
            return;
        }

        using var package = feed.Open("EchoSynth.LibTorch");
        var packed = package.Entries.Select(e => e.FullName).Where(n => n.StartsWith("native/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var sources = Directory.GetFiles(Repository.Folder("src", "EchoSynth.LibTorch", "native")).Select(f => "native/" + Path.GetFileName(f)).Order(StringComparer.Ordinal);
        Assert.Equal(sources, packed);
        Assert.DoesNotContain(package.Entries, e => e.FullName.EndsWith(".so", StringComparison.Ordinal));
        Assert.NotNull(package.GetEntry("buildTransitive/EchoSynth.LibTorch.targets"));
    }

    private static string IdOf(string project) => project == "EchoSynth" ? Repository.MainPackage : project;

    private static string AssemblyOf(string id) => id == "EchoSynth.System" ? "EchoSynth" : id;

    private Dictionary<string, XElement> Nuspec(string id) => XDocument.Parse(feed.ReadText(id, $"{id}.nuspec")).Root!.Elements().Single().Elements().ToDictionary(e => e.Name.LocalName);
}
