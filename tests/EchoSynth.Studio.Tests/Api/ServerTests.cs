using EchoSynth.Checkpoints;
using EchoSynth.Studio.Tests.Support;
using Microsoft.Extensions.Options;

namespace EchoSynth.Studio.Tests.Api;

[Collection(SharedServer.Name)]
public sealed class ServerTests(SharedServer shared)
{
    private readonly StudioServer _server = shared.Server;

    [Theory]
    [InlineData("http://127.0.0.1:5005", null)]
    [InlineData("http://localhost:80;http://[::1]:81", null)]
    [InlineData("http://0.0.0.0:5005", "can be reached from other machines")]
    [InlineData("http://127.0.0.1:1;http://192.168.1.4:5005", "'http://192.168.1.4:5005' can be reached")]
    [InlineData("http://*:5005", "is no address")]
    [InlineData("https://localhost:5005", "is no address")]
    [InlineData("", "no address")]
    public void ListensToThisMachineAlone(string urls, string? problem)
    {
        if (problem is null)
            Assert.Null(Loopback.Problem(urls));
        else
            Assert.Contains(problem, Loopback.Problem(urls), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongSettingsAndModelsAreToldBeforeAnythingListens()
    {
        var settings = new Dictionary<string, string?> { ["Model"] = TinyModel.Folder, ["Queue"] = "0", ["Frames"] = "2" };
        var error = Assert.Throws<OptionsValidationException>(() => StudioApp.Build("http://127.0.0.1:0", settings));
        Assert.Contains("Queue", error.Message, StringComparison.Ordinal);
        Assert.Contains("Frames", error.Message, StringComparison.Ordinal);

        var none = Assert.Throws<OptionsValidationException>(() => StudioApp.Build("http://127.0.0.1:0", new Dictionary<string, string?> { ["Model"] = "/no/such/model" }));
        Assert.Contains("/no/such/model: there is no such folder", none.Message, StringComparison.Ordinal);
        var all = Assert.Throws<OptionsValidationException>(() => StudioApp.Build("http://127.0.0.1:0", new Dictionary<string, string?>
        {
            ["Model"] = "/no/such/model", ["Device"] = "quantum", ["Quue"] = "4", ["Frames"] = "many", ["ImageSeconds"] = "long", ["Queue"] = "0", ["TempFolder"] = "/no/such/temp",
        }));
        foreach (var wrong in (string[])["'/no/such/model'", "'quantum'", "Quue is no setting", "Frames is 'many'; it must be a whole number", "ImageSeconds is 'long'; it must be a number", "'Queue'", "'/no/such/temp'"])
            Assert.Contains(wrong, all.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePageMayAskThisServerAlone()
    {
        using var page = await _server.Client.GetAsync(new Uri("/", UriKind.Relative));
        var text = await page.Content.ReadAsStringAsync();

        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", text, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherHostNameIsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/model");
        request.Headers.Host = "evil.example";
        using var answer = await _server.Client.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
