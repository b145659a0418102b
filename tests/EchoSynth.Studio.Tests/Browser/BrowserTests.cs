using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>Tests in a page of their own, each of which must leave no error in the browser's console.</summary>
public abstract class BrowserTests(SharedServer shared, BrowserSession browser) : IClassFixture<BrowserSession>, IDisposable
{
    private protected StudioPage Page { get; } = new(shared.Server.Address, browser);

    public void Dispose()
    {
        try
        {
            Assert.Empty(Page.ConsoleErrors());
        }
        finally
        {
            Page.Dispose();
            GC.SuppressFinalize(this);
        }
    }
}
