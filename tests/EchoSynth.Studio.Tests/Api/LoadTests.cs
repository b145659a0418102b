using System.Diagnostics;
using System.Net;
using EchoSynth.Studio.Drawing;
using EchoSynth.Studio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace EchoSynth.Studio.Tests.Api;

[Collection(SharedServer.Name)]
public sealed class LoadTests(SharedServer shared)
{
    private readonly StudioServer _server = shared.Server;

    [Fact]
    public async Task EightClientsWithBadRequestsMixedInLeaveNothingBehind()
    {
        var good = await Task.WhenAll(Enumerable.Range(1, 8).Select(seed => _server.Body(seed)));
        await _server.Image(good[0]);
        var before = (await _server.Health()).LiveTensors;

        var answers = await Task.WhenAll(good.Select(async (body, client) =>
        {
            var statuses = new List<(bool Good, HttpStatusCode Status)>();
            for (var i = 0; i < 9; i++)
            {
                var bad = i % 3 == 2;
                using var answer = await _server.Post("api/image", bad ? new Dictionary<string, object?>(body) { ["ejectionFraction"] = 7 } : body, client: $"client-{client}");
                statuses.Add((!bad, answer.StatusCode));
            }
            return statuses;
        }));

        Assert.All(answers.SelectMany(a => a), a => Assert.Equal(a.Good ? HttpStatusCode.OK : HttpStatusCode.BadRequest, a.Status));
        Assert.Equal(before, (await _server.Health()).LiveTensors);
        Assert.Equal(0, _server.Services.GetRequiredService<LiveRequests>().Count);
    }

    [Fact]
    public async Task WhoGoesAwayIsNotDrawnFor()
    {
        var body = await _server.Body();
        var (images, tensors) = ((await _server.Health()).Images, (await _server.Health()).LiveTensors);
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 20).Select(i => _server.Post("api/image", body, cancellation: gone.Token)).ToList();
        await Task.Delay(60);
        await gone.CancelAsync();
        foreach (var request in waiting)
            await Record.ExceptionAsync(() => request);

        var clock = Stopwatch.StartNew();
        while ((await _server.Health()).Waiting > 0 && clock.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Delay(20);
        await _server.Image(body);
        Assert.InRange((await _server.Health()).Images - images, 1, 15);
        Assert.Equal(tensors, (await _server.Health()).LiveTensors);
    }
}
