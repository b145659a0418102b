using System.Text.Json;
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
        var unknown = Assert.Throws<InvalidOperationException>(() => StudioApp.Build("http://127.0.0.1:0", new Dictionary<string, string?> { ["Model"] = TinyModel.Folder, ["Quue"] = "4" }));
        Assert.Contains("Quue", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApiDescribesEveryEndpointAndItsBounds()
    {
        using var document = JsonDocument.Parse(await _server.Client.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative)));
        var paths = document.RootElement.GetProperty("paths");
        Assert.Equal(["/api/export", "/api/hearts/{seed}", "/api/image", "/api/loop", "/api/model", "/healthz"], paths.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));

        var image = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("ImageRequest").GetProperty("properties");
        var fraction = image.GetProperty("ejectionFraction");
        Assert.Equal((0.15, 0.8), (fraction.GetProperty("minimum").GetDouble(), fraction.GetProperty("maximum").GetDouble()));
        Assert.Equal("number", fraction.GetProperty("type").GetString());
        Assert.Equal(["none", "simulation", "picture"], image.GetProperty("source").GetProperty("enum").EnumerateArray().Select(v => v.GetString()));
        Assert.Contains("ejects", fraction.GetProperty("description").GetString(), StringComparison.Ordinal);
        var answers = paths.GetProperty("/api/image").GetProperty("post").GetProperty("responses");
        Assert.Equal(["200", "400", "409", "413", "415", "429", "503"], answers.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.True(answers.GetProperty("200").GetProperty("content").TryGetProperty("image/png", out _));
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
