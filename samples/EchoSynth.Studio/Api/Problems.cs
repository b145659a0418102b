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
        if (request.Stopping)
            return Results.Problem("The server is being stopped, and its work with it.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "The server stops.", type: "urn:echosynth:problem:stopping");
        if (!request.TimedOut)
            return Results.StatusCode(499);
        context.Response.Headers.RetryAfter = "1";
        return Results.Problem(
            FormattableString.Invariant($"It was not done after {seconds} s, the longest time allowed here. Ask for less, or when fewer others ask."),
            statusCode: StatusCodes.Status503ServiceUnavailable, title: "It took too long.", type: "urn:echosynth:problem:time");
    }

    public static IResult Memory(Exception error) => Results.Problem(
        $"The memory for this is not there: {error.Message}",
        statusCode: StatusCodes.Status503ServiceUnavailable, title: "Out of memory.", type: "urn:echosynth:problem:memory");

    public static IResult Disk() => Results.Problem(
        "The server's disk is full, so nothing was made. Ask for less, or make room where the server keeps temporary files (its setting TempFolder).",
        statusCode: StatusCodes.Status507InsufficientStorage, title: "The disk is full.", type: "urn:echosynth:problem:disk");

    /// <summary>Whether an error, or what it came from, is that of a disk without room.</summary>
    public static bool IsFullDisk(Exception? error)
    {
        // ENOSPC and EDQUOT (Linux, macOS), ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
        for (; error is not null; error = error.InnerException)
        {
            if (error is IOException && (uint)error.HResult is 28 or 122 or 69 or 0x80070070 or 0x80070027)
                return true;
        }
        return false;
    }

    /// <summary>Says what would be right where the framework gives a status alone.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Detail ??= problem.Status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}; /openapi/v1.json lists what there is.",
            StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not for {http.Request.Path}; {http.Response.Headers.Allow} is.",
            StatusCodes.Status415UnsupportedMediaType => WrongType(http.Request),
            StatusCodes.Status500InternalServerError => "The server made a mistake; its log says more.",
            _ => null,
        };
    }

    /// <summary>What is wrong with a Content-Type.</summary>
    public static string WrongType(HttpRequest request) => $"Content-Type is {(request.ContentType is { Length: > 0 } type ? $"'{type}'" : "missing")}; it must be application/json.";

    public static IResult Http(BadHttpRequestException error) => Results.Problem(
        error.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is larger than allowed; GET /api/model says how large it may be (limits.bodyBytes)." : error.Message,
        statusCode: error.StatusCode, type: "urn:echosynth:problem:http");
}
