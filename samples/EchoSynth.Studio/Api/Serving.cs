using System.Globalization;
using System.Text.RegularExpressions;
using EchoSynth.Studio.Drawing;

namespace EchoSynth.Studio.Api;

/// <summary>What all requests that take time go through: a longest time, the newest of a client, and every error as problem details.</summary>
internal sealed partial class Serving(LiveRequests live, ILogger<Serving> logger)
{
    /// <summary>The header by which a client names itself; a newer request of the same name ends the one before.</summary>
    public const string ClientHeader = "Studio-Client";

    /// <summary>The header by which it counts its requests, so that the older of two is known whichever comes first.</summary>
    public const string OrderHeader = "Studio-Order";

    /// <summary>What a client's name may be.</summary>
    public const string ClientPattern = "^[A-Za-z0-9-]{1,64}$";

    public async Task<IResult> Run(HttpContext context, double seconds, Func<CancellationToken, Task<IResult>> serve)
    {
        var (client, counted) = (context.Request.Headers[ClientHeader].FirstOrDefault(), context.Request.Headers[OrderHeader].FirstOrDefault());
        var problems = new FieldProblems();
        if (client is not null && !ClientName().IsMatch(client))
            problems.Add(ClientHeader, "is not a name; it must be 1 to 64 letters, digits or hyphens.");
        long order = 0;
        if (counted is not null && (client is null || !long.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out order)))
            problems.Add(OrderHeader, client is null ? $"is given without {ClientHeader}, whose requests it counts." : "is no number; it must be a whole one, from 0 on, that grows with each request.");
        if (problems.Any)
            return Problems.BadFields(problems);
        using var request = live.Begin(client, counted is null ? null : order, TimeSpan.FromSeconds(seconds), context.RequestAborted);
        try
        {
            return await serve(request.Token).ConfigureAwait(false);
        }
        catch (BadRequestException e)
        {
            return Problems.BadFields(e.Problems);
        }
        catch (QueueFullException e)
        {
            return Problems.Busy(context, $"{e.Message} Try again in a second.");
        }
        catch (BadHttpRequestException e)
        {
            return Problems.Http(e);
        }
        catch (Exception e) when (e is DeviceMemoryException or OutOfMemoryException)
        {
            LogMemory(logger, e);
            return Problems.Memory(e);
        }
        catch (IOException e) when (Problems.IsFullDisk(e))
        {
            LogDisk(logger, e);
            return Problems.Disk();
        }
        catch (OperationCanceledException) when (request.Token.IsCancellationRequested)
        {
            return Problems.Ended(context, request, seconds);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "There is not memory enough for a request.")]
    private static partial void LogMemory(ILogger logger, Exception error);

    [LoggerMessage(2, LogLevel.Error, "The disk is full.")]
    private static partial void LogDisk(ILogger logger, Exception error);

    [GeneratedRegex(ClientPattern)]
    private static partial Regex ClientName();
}
