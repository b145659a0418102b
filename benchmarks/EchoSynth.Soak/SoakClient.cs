using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace EchoSynth.Soak;

/// <summary>One client: images mostly, loops, exports and hearts at times, one image in ten from a large picture, one request in four a bad one, one in twenty given up half-way.</summary>
internal sealed class SoakClient(Uri address, int number, SoakTally tally) : IDisposable
{
    private readonly Random _random = new(number);
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(120) };
    private JsonNode? _heart;
    private int _sent;

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var dice = _random.Next(100);
            try
            {
                if (_heart is null || dice < 4)
                    await NewHeart().ConfigureAwait(false);
                else if (dice < 29)
                    await Bad().ConfigureAwait(false);
                else if (dice < 34)
                    await GiveUp().ConfigureAwait(false);
                else if (dice < 37)
                    await Good("api/loop", Body(("frames", 4)), "application/json").ConfigureAwait(false);
                else if (dice < 38)
                    await Good("api/export", Body(("variations", 1), ("layout", "camus-nifti")), "application/zip").ConfigureAwait(false);
                else
                    await Good("api/image", Image(), "image/png").ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                tally.Failed($"{e.GetType().Name}: {e.Message}");
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task NewHeart()
    {
        using var answer = await _http.GetAsync(new Uri(FormattableString.Invariant($"api/hearts/{_random.Next(1, 60)}"), UriKind.Relative)).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            tally.Failed($"hearts: {(int)answer.StatusCode}");
        else
            _heart = JsonNode.Parse(await answer.Content.ReadAsStringAsync().ConfigureAwait(false))!["contours"];
        tally.Good(null);
    }

    private JsonObject Image()
    {
        var scanners = new[] { "standard", "high-resolution", "deep", "portable", "compound" };
        var body = Body(("contraction", _random.Next(5) / 4.0), ("seed", _random.Next()), ("scanner", scanners[_random.Next(5)]));
        var source = _random.Next(10);
        if (source < 3)
            (body["source"], body["strength"]) = ("simulation", 0.25 * _random.Next(1, 5));
        else if (source == 3)
            (body["source"], body["sourcePicture"], body["strength"]) = ("picture", LargePicture.Base64, 0.25 * _random.Next(1, 5));
        return body;
    }

    private JsonObject Body(params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject { ["contours"] = _heart!.DeepClone() };
        foreach (var (name, value) in more)
            body[name] = value;
        return body;
    }

    private async Task Good(string path, JsonObject body, string type)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await Send(path, body.ToJsonString(), CancellationToken.None).ConfigureAwait(false);
        var content = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != type || content.Length < 200)
            tally.Failed($"{path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(content.AsSpan(0, Math.Min(300, content.Length)))}");
        tally.Good(path == "api/image" ? clock.Elapsed : null);
    }

    private async Task Bad()
    {
        var body = _random.Next(7) switch
        {
            0 => "{\"contours\":",
            1 => Body(("ejectionFraction", 7)).ToJsonString(),
            2 => Body(("scanner", "none"), ("seed", -4)).ToJsonString(),
            3 => new string(' ', 3 << 20),
            4 => Crossed().ToJsonString(),
            5 => Body(("source", "picture"), ("sourcePicture", LargePicture.Broken), ("strength", 0.5)).ToJsonString(),
            _ => Body(("source", "picture"), ("sourcePicture", "not a picture"), ("strength", 0.5)).ToJsonString(),
        };
        try
        {
            using var answer = await Send("api/image", body, CancellationToken.None).ConfigureAwait(false);
            var refused = (int)answer.StatusCode is 400 or 413 && answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
            tally.Bad(refused ? null : $"a bad request was answered {(int)answer.StatusCode}");
        }
        catch (HttpRequestException) when (body.Length > 2 << 20)
        {
            // Told before it was read, and the connection closed.
            tally.Bad(null);
        }
    }

    private JsonObject Crossed()
    {
        var body = Body();
        var cavity = body["contours"]!["cavity"]!.AsArray();
        (cavity[2], cavity[3]) = (cavity[3]!.DeepClone(), cavity[2]!.DeepClone());
        return body;
    }

    private async Task GiveUp()
    {
        using var patience = new CancellationTokenSource(_random.Next(5, 80));
        try
        {
            using var answer = await Send("api/image", Image().ToJsonString(), patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // As meant.
        }
        tally.GivenUp();
    }

    private Task<HttpResponseMessage> Send(string path, string body, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Studio-Client", FormattableString.Invariant($"soak-{number}"));
        // One that was given up may come after the next, over another connection.
        request.Headers.Add("Studio-Order", FormattableString.Invariant($"{_sent++}"));
        return _http.SendAsync(request, cancellation);
    }
}
