using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EchoSynth.Studio.Api;
using Microsoft.AspNetCore.Builder;

namespace EchoSynth.Studio.Tests.Support;

/// <summary>The Studio on a free port of this machine, in this process, over real HTTP.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StudioServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<StudioServer> Start(string model, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(s => s.Name, s => (string?)s.Value);
        all["Model"] = model;
        all["Threads"] = "1";
        var app = StudioApp.Build("http://127.0.0.1:0", all);
        await app.StartAsync();
        return new StudioServer(app);
    }

    public async Task<HeartResponse> Heart(long seed = 1) => (await Client.GetFromJsonAsync<HeartResponse>($"api/hearts/{seed}", JsonBody.Options))!;

    /// <summary>A body of a heart's contours and what else is given, as a tree to change.</summary>
    public async Task<Dictionary<string, object?>> Body(long seed = 1, params (string Name, object? Value)[] more)
    {
        var body = new Dictionary<string, object?> { ["contours"] = (await Heart(seed)).Contours };
        foreach (var (name, value) in more)
            body[name] = value;
        return body;
    }

    public Task<HttpResponseMessage> Post(string path, object body, string? client = null, string? order = null, CancellationToken cancellation = default) =>
        Send(path, new StringContent(body as string ?? JsonSerializer.Serialize(body, JsonBody.Options), Encoding.UTF8, new MediaTypeHeaderValue("application/json")), client, order, cancellation);

    public Task<HttpResponseMessage> Send(string path, HttpContent content, string? client = null, string? order = null, CancellationToken cancellation = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        // A body that is too large is told so before it is sent, and not in the middle, by a closed connection.
        request.Headers.ExpectContinue = content.Headers.ContentLength > 1 << 20;
        if (client is not null)
            request.Headers.Add(Serving.ClientHeader, client);
        if (order is not null)
            request.Headers.Add(Serving.OrderHeader, order);
        return Client.SendAsync(request, cancellation);
    }

    public async Task<byte[]> Image(object body)
    {
        using var answer = await Post("api/image", body);
        var content = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(content));
        return content;
    }

    /// <summary>How the server is, ready or not.</summary>
    public async Task<HealthResponse> Health()
    {
        using var answer = await Client.GetAsync(new Uri("healthz", UriKind.Relative));
        return (await answer.Content.ReadFromJsonAsync<HealthResponse>(JsonBody.Options))!;
    }

    /// <summary>Waits until the first image is drawn, so that what is measured is not the start.</summary>
    public async Task Ready()
    {
        while ((await Health()).Status != "ready")
            await Task.Delay(20);
    }

    /// <summary>Stops it as SIGTERM does.</summary>
    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
