using System.Net;
using System.Text.Json;

namespace EchoSynth.Studio.Tests.Support;

/// <summary>Problem details as a client reads them.</summary>
internal sealed record ProblemReply(HttpStatusCode Status, string Type, string Title, string Detail, IReadOnlyDictionary<string, string[]> Errors)
{
    public static async Task<ProblemReply> Of(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{answer.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        Assert.Equal((int)answer.StatusCode, root.GetProperty("status").GetInt32());
        string Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var errors = root.TryGetProperty("errors", out var fields)
            ? fields.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.EnumerateArray().Select(v => v.GetString()!).ToArray())
            : [];
        return new ProblemReply(answer.StatusCode, Text("type"), Text("title"), Text("detail"), errors);
    }
}
