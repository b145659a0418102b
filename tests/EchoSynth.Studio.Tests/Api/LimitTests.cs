using System.Net;
using EchoSynth.Studio.Drawing;
using EchoSynth.Studio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace EchoSynth.Studio.Tests.Api;

/// <summary>Each limit by a server that has it so low that it is met.</summary>
[Collection(SharedServer.Name)]
public sealed class LimitTests
{
    [Fact]
    public async Task ABodyMayBeSoLarge()
    {
        await using var server = await StudioServer.Start(TinyModel.Folder, ("BodyBytes", "4096"));
        using var answer = await server.Post("api/image", await server.Body(1, ("sourcePicture", new string('A', 5000))));

        var problem = await ProblemReply.Of(answer);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, problem.Status);
        Assert.Contains("limits.bodyBytes", problem.Detail, StringComparison.Ordinal);
        await server.Image(await server.Body());
    }

    [Fact]
    public async Task SoManyRequestsASecondAreAnswered()
    {
        await using var server = await StudioServer.Start(TinyModel.Folder, ("RequestsPerSecond", "3"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => server.Client.GetAsync(new Uri("api/hearts/1", UriKind.Relative))));

        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains(answers, a => a.IsSuccessStatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Contains("more than 3 requests a second", (await ProblemReply.Of(refused)).Detail, StringComparison.Ordinal);
        // Ready or not yet: it is not counted.
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await server.Client.GetAsync(new Uri("healthz", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task SoManyImagesMayWait()
    {
        await using var server = await StudioServer.Start(TinyModel.Folder, ("Queue", "2"));
        await server.Ready();
        var body = await server.Body();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => server.Post("api/image", body)));

        Assert.InRange(answers.Count(a => a.IsSuccessStatusCode), 3, 15);
        foreach (var answer in answers.Where(a => !a.IsSuccessStatusCode))
        {
            var problem = await ProblemReply.Of(answer);
            Assert.Equal((HttpStatusCode.TooManyRequests, "urn:echosynth:problem:busy"), (problem.Status, problem.Type));
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        await server.Image(body);
    }

    [Fact]
    public async Task AnImageMayTakeSoLong()
    {
        await using var server = await StudioServer.Start(TinyModel.Folder, ("LoopSeconds", "0.05"));
        await server.Ready();
        using var answer = await server.Post("api/loop", await server.Body(1, ("frames", 24)));

        var problem = await ProblemReply.Of(answer);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:echosynth:problem:time"), (problem.Status, problem.Type));
        Assert.Contains("0.05 s", problem.Detail, StringComparison.Ordinal);
        await server.Image(await server.Body());
    }

    [Fact]
    public async Task TheNewestOfAClientEndsItsOlderOne()
    {
        await using var server = await StudioServer.Start(TinyModel.Folder);
        var (loop, body) = await KeepBusy(server);
        var images = new List<Task<HttpResponseMessage>>();
        for (var i = 0; i < 6; i++)
            images.Add(server.Post("api/image", body, client: "one"));
        images.Add(server.Post("api/image", body, client: "two"));
        var answers = await Task.WhenAll(images);

        Assert.True(answers[^1].IsSuccessStatusCode, "another client's is left alone");
        var ended = answers.Where(a => a.StatusCode == HttpStatusCode.Conflict).ToList();
        Assert.NotEmpty(ended);
        Assert.Contains(answers[..6], a => a.IsSuccessStatusCode);
        Assert.Equal("urn:echosynth:problem:superseded", (await ProblemReply.Of(ended[0])).Type);
        Assert.True((await loop).IsSuccessStatusCode);
    }

    [Fact]
    public async Task AnOlderRequestThatComesLaterEndsItselfAndNotTheNewer()
    {
        await using var server = await StudioServer.Start(TinyModel.Folder);
        var (loop, body) = await KeepBusy(server);
        var newer = server.Post("api/image", body, client: "one", order: "8");
        for (var live = server.Services.GetRequiredService<LiveRequests>(); live.Count == 0;)
            await Task.Delay(5);
        using var older = await server.Post("api/image", body, client: "one", order: "7");

        Assert.Equal("urn:echosynth:problem:superseded", (await ProblemReply.Of(older)).Type);
        Assert.True((await newer).IsSuccessStatusCode, "the newer was ended by one that it had overtaken");
        Assert.True((await loop).IsSuccessStatusCode);
    }

    /// <summary>A loop of its own client, behind which images wait.</summary>
    private static async Task<(Task<HttpResponseMessage> Loop, Dictionary<string, object?> Image)> KeepBusy(StudioServer server)
    {
        await server.Ready();
        return (server.Post("api/loop", await server.Body(1, ("frames", 24))), await server.Body());
    }
}
