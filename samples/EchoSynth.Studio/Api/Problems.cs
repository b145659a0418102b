using EchoSynth.Studio.Drawing;

namespace EchoSynth.Studio.Api;

/// <summary>Errors as problem details (RFC 9457).</summary>
internal static class Problems
{
    public static IResult BadFields(FieldProblems problems) => Results.ValidationProblem(
        problems.ToDictionary(),
        detail: string.Join(" ", problems.ToDictionary().SelectMany(f => f.Value.Select(p => f.Key == "body" ? $"The body {p}" : $"{f.Key}: {p}"))),
        title: "The request has fields that cannot be used.",
        type: "urn:echosynth:problem:fields");

    public static IResult Busy(HttpContext context, string detail, int seconds = 1)
    {
        context.Response.Headers.RetryAfter = FormattableString.Invariant($"{seconds}");
        return Results.Problem(detail, statusCode: StatusCodes.Status429TooManyRequests, title: "The server is busy.", type: "urn:echosynth:problem:busy");
    }

    /// <summary>Why a request was ended; one whose client went away is answered by nobody reading it.</summary>
    public static IResult Ended(HttpContext context, LiveRequest request, double seconds)
    {
        if (request.Superseded)
            return Results.Problem("A newer request of the same Studio-Client ended this one.", statusCode: StatusCodes.Status409Conflict, title: "Superseded.", type: "urn:echosynth:problem:superseded");
        if (!request.TimedOut)
            return Results.StatusCode(499);
        context.Response.Headers.RetryAfter = "1";
        return Results.Problem(
            FormattableString.Invariant($"It was not done after {seconds} s, the longest time allowed here. Ask for less, or when fewer others ask."),
            statusCode: StatusCodes.Status503ServiceUnavailable, title: "It took too long.", type: "urn:echosynth:problem:time");
    }

    public static IResult Http(BadHttpRequestException error) => Results.Problem(
        error.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is larger than allowed; GET /api/model says how large it may be (limits.bodyBytes)." : error.Message,
        statusCode: error.StatusCode, type: "urn:echosynth:problem:http");
}
