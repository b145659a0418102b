using EchoSynth.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a check to <c>services.AddHealthChecks()</c> that the model can be read and its network predicts.</summary>
public static class EchoSynthHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that the model of <c>services.AddEchoSynth(…)</c> can be read, which it then is, and that its network computes: one prediction at the smallest size that it takes, finite, within a time.
    /// </summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What a failure is reported as; Unhealthy when null.</param>
    /// <param name="tags">Tags to filter by, such as "ready".</param>
    /// <param name="timeout">The time for one prediction, once the model is read; 10 seconds when null. Reading the model may take as long as it takes.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above zero.</exception>
    /// <remarks>Checks that come while a prediction runs wait for that one, as long as it has been running for less than the time; then all fail, at once, and say since when it runs, until it ends.</remarks>
    public static IHealthChecksBuilder AddEchoSynth(
        this IHealthChecksBuilder builder, string name = "echosynth", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var time = timeout ?? TimeSpan.FromSeconds(10);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(timeout));
        // One for all checks of a container, which knows of a prediction that does not end.
        EchoSynthHealthCheck? check = null;
        return builder.Add(new HealthCheckRegistration(
            name, services => LazyInitializer.EnsureInitialized(ref check, () => new EchoSynthHealthCheck(services.GetRequiredService<IServiceScopeFactory>(), time)), failureStatus, tags));
    }
}
