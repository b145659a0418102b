using EchoSynth.Studio.Drawing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EchoSynth.Studio.Api;

/// <summary>Whether the server can draw: the first image was drawn, and the model predicts now.</summary>
internal sealed class Health(Artist artist, WarmUp warmUp, HealthCheckService checks)
{
    public async Task<IResult> Answer(CancellationToken cancellationToken)
    {
        var drew = artist.Drawn > 0;
        var problem = drew ? await Prediction(cancellationToken).ConfigureAwait(false) : warmUp.Problem;
        var status = problem is not null ? "failed" : drew ? "ready" : "starting";
        return Results.Json(
            new HealthResponse(status, problem, artist.Drawn, artist.Waiting, TorchSharp.torch.Tensor.TotalCount), JsonBody.Options,
            statusCode: status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <returns>Why the model predicts nothing; null where it does.</returns>
    private async Task<string?> Prediction(CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
        return report.Status == HealthStatus.Healthy ? null : string.Join(" ", report.Entries.Values.Where(e => e.Status != HealthStatus.Healthy).Select(e => e.Description));
    }
}
