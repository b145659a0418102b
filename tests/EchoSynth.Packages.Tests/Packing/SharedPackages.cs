namespace EchoSynth.Packages.Tests.Packing;

/// <summary>Tests that share one set of packages.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPackages : ICollectionFixture<PackedFeed>
{
    public const string Name = "packages";
}
