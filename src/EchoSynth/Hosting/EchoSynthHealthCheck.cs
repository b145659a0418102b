using System.Globalization;
using EchoSynth.Checkpoints;
using EchoSynth.Kernels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static TorchSharp.torch;

namespace EchoSynth.Hosting;

/// <summary>Reads the model where that was not done, and lets its network predict once.</summary>
internal sealed class EchoSynthHealthCheck(IServiceScopeFactory services, TimeSpan timeout) : IHealthCheck
{
    private readonly Lock _gate = new();
    private (Task<Dictionary<string, object>> Task, DateTimeOffset Since, long Start)? _running;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthCheckResult Failed(string why, Exception? error = null) => new(context.Registration.FailureStatus, why, error);
        try
        {
            var model = await Task.Run(Model, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            var (running, since, start) = Current(model);
            var left = timeout - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero && !running.IsCompleted)
                return Failed(string.Create(CultureInfo.InvariantCulture, $"A prediction of the model has been running since {since:O}."));
            return HealthCheckResult.Healthy("The model predicts.", await running.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"The model made no prediction within {timeout.TotalSeconds} s."));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Failed(e.Message, e);
        }
    }

    private EchoModel Model()
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<EchoModel>();
    }

    /// <summary>The prediction that is running, which checks share, however many come at once; a new one where the last has ended.</summary>
    private (Task<Dictionary<string, object>> Task, DateTimeOffset Since, long Start) Current(EchoModel model)
    {
        lock (_gate)
        {
            if (_running is not { Task.IsCompleted: false })
                _running = (Task.Run(() => Predict(model)), DateTimeOffset.UtcNow, TimeProvider.System.GetTimestamp());
            return _running.Value;
        }
    }

    private static Dictionary<string, object> Predict(EchoModel model)
    {
        var start = TimeProvider.System.GetTimestamp();
        var denoiser = model.Denoiser;
        var size = Enumerable.Range(3, 10).Select(k => 1 << k).FirstOrDefault(s => s < model.ImageSize && denoiser.CheckSize(s, s) is null, model.ImageSize);
        using var helpers = HelperThreads.Use();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var condition = denoiser.Encode(zeros([1, denoiser.MaskChannels, size, size], float32, model.Device));
        var step = zeros([1], int64, model.Device);
        var predicted = denoiser.Predict(zeros([1, 1, size, size], float32, model.Device), condition, step, zeros([1, denoiser.LatentLength(size, size)], float32, model.Device));
        if (!predicted.isfinite().all().cpu().item<bool>())
            throw new InvalidOperationException("The model predicts values that are not finite.");
        return new Dictionary<string, object>
        {
            ["denoiser"] = denoiser.Kind, ["imageSize"] = model.ImageSize, ["device"] = model.Device.ToString(), ["seconds"] = TimeProvider.System.GetElapsedTime(start).TotalSeconds,
        };
    }
}
