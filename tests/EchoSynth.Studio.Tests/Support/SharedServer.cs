namespace EchoSynth.Studio.Tests.Support;

/// <summary>One server for all tests that change no limits.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public const string Name = "Studio";

    public StudioServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await StudioServer.Start(TinyModel.Folder);
        await Server.Ready();
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
