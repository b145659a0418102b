using System.Text.Json;
using System.Text.Json.Serialization;

namespace EchoSynth.Studio.Api;

/// <summary>Reads request bodies strictly, so that a misspelt field is told and not passed over.</summary>
internal static class JsonBody
{
    /// <summary>How the API reads and writes JSON.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    /// <exception cref="BadRequestException">It is not JSON, or a field is not there or not of its type.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, of another content type, or the client was too slow.</exception>
    public static async Task<T> Read<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType())
            throw new BadHttpRequestException(Problems.WrongType(request), StatusCodes.Status415UnsupportedMediaType);
        var problems = new FieldProblems();
        try
        {
            if (await JsonSerializer.DeserializeAsync<T>(request.Body, Options, cancellationToken).ConfigureAwait(false) is { } body)
                return body;
            problems.Add("body", "is null; it must be an object.");
        }
        catch (JsonException e)
        {
            Explain<T>(e, problems);
        }
        throw new BadRequestException(problems);
    }

    private static void Explain<T>(JsonException error, FieldProblems problems)
    {
        var field = error.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
        var place = error.LineNumber is { } line ? FormattableString.Invariant($" (line {line + 1}, byte {error.BytePositionInLine + 1})") : "";
        var text = error.Message;
        if (text.Contains("could not be mapped", StringComparison.Ordinal))
            problems.Add(field, $"is no field of this request{place}; there are {(field.StartsWith("contours.", StringComparison.Ordinal) ? "cavity, wall, atrium" : FieldRules.Names(typeof(T)))}.");
        else if (text.Contains("uplicate", StringComparison.Ordinal))
            problems.Add(field, $"is there twice{place}; give it once.");
        else if (field != "body" && FieldRules.Expected(typeof(T), field) is { } expected)
            problems.Add(field, $"is not what this field takes{place}; it must be {expected}.");
        else
            problems.Add(field, $"is not JSON that this request takes{place}: it must be one object with {FieldRules.Names(typeof(T))}.");
    }
}
