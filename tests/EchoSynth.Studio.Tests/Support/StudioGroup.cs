namespace EchoSynth.Studio.Tests.Support;

/// <summary>Tests that share the server, one after the other: some count its tensors.</summary>
[CollectionDefinition(SharedServer.Name)]
public sealed class StudioGroup : ICollectionFixture<SharedServer>;
