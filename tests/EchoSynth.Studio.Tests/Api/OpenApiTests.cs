using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoSynth.Soak;
using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Api;

/// <summary>The OpenAPI document against the server: every field with its bounds, and real answers against what the document says of them.</summary>
[Collection(SharedServer.Name)]
public sealed class OpenApiTests : IAsyncLifetime
{
    private const string Binary = """{"type":"string","format":"binary"}""";
    private StudioServer _server = null!;
    private JsonNode _document = null!;

    public async Task InitializeAsync()
    {
        // Limits of its own, which no constant can guess.
        _server = await StudioServer.Start(TinyModel.NoiseFolder, ("Frames", "17"), ("Variations", "9"), ("BodyBytes", "1500000"), ("Queue", "1"));
        _document = JsonNode.Parse(await _server.Client.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative)))!;
        await _server.Ready();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void DescribesEveryEndpoint()
    {
        var paths = _document["paths"]!.AsObject();
        Assert.Equal(["/api/export", "/api/hearts/{seed}", "/api/image", "/api/loop", "/api/model", "/healthz"], paths.Select(p => p.Key).Order(StringComparer.Ordinal));
        string[] drawing = ["200", "400", "409", "413", "415", "429", "500", "503"];
        Assert.Equal(drawing, Statuses("/api/image", "post"));
        Assert.Equal(drawing, Statuses("/api/loop", "post"));
        Assert.Equal([.. drawing, "507"], Statuses("/api/export", "post"));
        Assert.Equal(["200", "503"], Statuses("/healthz", "get"));
        Assert.Equal(Binary, Answer("/api/image", "post", "200")["content"]!["image/png"]!["schema"]!.ToJsonString());
        Assert.Equal(Binary, Answer("/api/export", "post", "200")["content"]!["application/zip"]!["schema"]!.ToJsonString());
        Assert.Equal(["Studio-Contours", "Studio-Measures", "Studio-Steps"], Answer("/api/image", "post", "200")["headers"]!.AsObject().Select(h => h.Key));
        Assert.NotNull(Answer("/api/image", "post", "429")["headers"]!["Retry-After"]);
        Assert.Contains(paths["/api/loop"]!["post"]!["parameters"]!.AsArray(), p => (string?)p!["name"] == "Studio-Client" && (string?)p["in"] == "header");
        var seed = paths["/api/hearts/{seed}"]!["get"]!["parameters"]![0]!["schema"]!;
        Assert.Equal(("integer", 0, 9007199254740991), ((string?)seed["type"], (long)seed["minimum"]!, (long)seed["maximum"]!));
        // None of the framework's own.
        Assert.DoesNotContain("FileContentResult", _document.ToJsonString(), StringComparison.Ordinal);

        IEnumerable<string> Statuses(string path, string method) => paths[path]![method]!["responses"]!.AsObject().Select(r => r.Key).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("image", "ImageRequest", "contraction")]
    [InlineData("loop", "LoopRequest", "frames")]
    [InlineData("export", "ExportRequest", "variations,layout,name")]
    public async Task EveryFieldHasTheBoundsThatAreKept(string endpoint, string name, string own)
    {
        var schema = Schema(name);
        string[] fields = [.. own.Split(','), "contours", "scanner", "ejectionFraction", "atrialEmptying", "seed", "steps", "source", "strength", "sourcePicture", "heart"];
        Assert.Equal(fields.Order(StringComparer.Ordinal), schema["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["contours"], schema["required"]!.AsArray().Select(r => (string?)r));
        Assert.False((bool)schema["additionalProperties"]!);
        Assert.Equal("#/components/schemas/HeartContours", (string?)schema["properties"]!["contours"]!["$ref"]);

        foreach (var (field, bounds) in schema["properties"]!.AsObject().Where(p => p.Key != "contours"))
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)bounds!["description"]), field);
            foreach (var wrong in Beyond(field, bounds))
            {
                using var answer = await _server.Post($"api/{endpoint}", await _server.Body(1, (field, wrong)));
                var problem = await ProblemReply.Of(answer);
                Assert.True(problem.Status == HttpStatusCode.BadRequest && problem.Errors.ContainsKey(field), $"{field} = {wrong}: {problem}");
            }
        }
    }

    [Fact]
    public void TheBoundsAreThoseOfTheServer()
    {
        Assert.Equal((4, 17), Range(Schema("LoopRequest")["properties"]!["frames"]!));
        Assert.Equal((1, 9), Range(Schema("ExportRequest")["properties"]!["variations"]!));
        Assert.Equal((1, 50), Range(Schema("ImageRequest")["properties"]!["steps"]!));
        Assert.Equal((0, 9007199254740991), Range(Schema("ImageRequest")["properties"]!["seed"]!));
        Assert.Equal(1500000, (int)Schema("ImageRequest")["properties"]!["sourcePicture"]!["maxLength"]!);
        var contours = Schema("HeartContours");
        Assert.False((bool)contours["additionalProperties"]!);
        Assert.Equal(["atrium", "cavity", "wall"], contours["required"]!.AsArray().Select(r => (string)r!).Order(StringComparer.Ordinal));
        foreach (var (name, least) in new[] { ("cavity", 5), ("wall", 5), ("atrium", 3) })
        {
            var handles = contours["properties"]![name]!;
            Assert.Equal((least, 24), ((int)handles["minItems"]!, (int)handles["maxItems"]!));
            Assert.Equal((2, 2), ((int)handles["items"]!["minItems"]!, (int)handles["items"]!["maxItems"]!));
            Assert.Equal((-150, 250), Range(handles["items"]!["items"]!));
        }

        static (long, long) Range(JsonNode field) => ((long)field["minimum"]!, (long)field["maximum"]!);
    }

    [Fact]
    public async Task AnswersAreThoseOfTheDocument()
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        await Get("/api/model", "api/model");
        await Get("/api/hearts/{seed}", "api/hearts/1");
        await Get("/api/hearts/{seed}", "api/hearts/x");
        await Get("/healthz", "healthz");
        await Post("image", Json(await _server.Body(1, ("steps", 2))));
        await Post("image", Json(await _server.Body(1, ("source", "picture"), ("strength", 0.1), ("sourcePicture", LargePicture.Base64))));
        await Post("image", Json(await _server.Body(1, ("seed", -1))));
        await Post("image", new StringContent("{}", Encoding.UTF8, "text/plain"));
        await Post("image", Json(new string(' ', 1_600_000)));
        await Post("loop", Json(await _server.Body(1, ("frames", 4), ("steps", 1))));
        await Post("export", Json(await _server.Body(1, ("variations", 1), ("steps", 1))));
        var body = await _server.Body(1, ("steps", 20));
        // One is drawn and one waits; the others are turned away.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Post("image", Json(body))));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Post("image", Json(body), "one")));

        Assert.Superset(new HashSet<string> { "image 200", "image 400", "image 409", "image 413", "image 415", "image 429", "loop 200", "export 200" }, seen);

        async Task Get(string path, string address) => await Fits(path, "get", await _server.Client.GetAsync(new Uri(address, UriKind.Relative)));

        async Task Post(string endpoint, HttpContent content, string? client = null)
        {
            using var answer = await _server.Send($"api/{endpoint}", content, client);
            await Fits($"/api/{endpoint}", "post", answer);
            lock (seen)
                seen.Add($"{endpoint} {(int)answer.StatusCode}");
        }

        static StringContent Json(object body) => new(body as string ?? JsonSerializer.Serialize(body, Studio.Api.JsonBody.Options), Encoding.UTF8, "application/json");
    }

    /// <summary>Status, content type, headers and required fields of an answer are those of the document.</summary>
    private async Task Fits(string path, string method, HttpResponseMessage answer)
    {
        var status = FormattableString.Invariant($"{(int)answer.StatusCode}");
        var described = _document["paths"]![path]![method]!["responses"]![status];
        Assert.True(described is not null, $"{path} answered {status}, which is not in the document: {await answer.Content.ReadAsStringAsync()}");
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        var content = described["content"]!.AsObject();
        Assert.True(content.ContainsKey(type), $"{path} answered {status} as {type}, the document says {string.Join(", ", content.Select(c => c.Key))}");
        if (status is "200" && described["headers"] is JsonObject headers)
            Assert.All(headers, h => Assert.True(answer.Headers.Contains(h.Key), h.Key));
        if (status is "429")
            Assert.NotNull(answer.Headers.RetryAfter);
        if (((string?)content[type]!["schema"]!["$ref"])?.Split('/')[^1] is not { } name)
            return;
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        Assert.All(Schema(name)["required"]?.AsArray() ?? [], r => Assert.True(body.ContainsKey((string)r!), (string?)r));
        if (type == "application/json")
            Assert.All(body, p => Assert.NotNull(Schema(name)["properties"]![p.Key]));
    }

    /// <summary>Values just beyond a field's bounds; fails where it has none.</summary>
    private static IEnumerable<object> Beyond(string field, JsonNode bounds)
    {
        var types = bounds["type"] is JsonArray several ? [.. several.Select(t => (string)t!)] : new[] { (string)bounds["type"]! };
        if (types.Contains("integer"))
            return [(long)bounds["minimum"]! - 1, (long)bounds["maximum"]! + 1];
        if (types.Contains("number"))
            return [bounds["exclusiveMinimum"] is { } open ? (double)open : (double)bounds["minimum"]! - 0.001, (double)bounds["maximum"]! + 0.001];
        if (bounds["enum"] is JsonArray)
            return ["none of these"];
        // A picture's length is the body's, which is refused before it is read.
        if (field == "sourcePicture")
            return ["AAAA"];
        Assert.Equal(1, (int)bounds["minLength"]!);
        return ["", new string('a', (int)bounds["maxLength"]! + 1), "<"];
    }

    private JsonNode Schema(string name) => _document["components"]!["schemas"]![name]!;

    private JsonNode Answer(string path, string method, string status) => _document["paths"]![path]![method]!["responses"]![status]!;
}
