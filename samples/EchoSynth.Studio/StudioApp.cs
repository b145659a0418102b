using System.Threading.RateLimiting;
using EchoSynth.Checkpoints;
using EchoSynth.Hosting;
using EchoSynth.Studio.Api;
using EchoSynth.Studio.Drawing;
using EchoSynth.Studio.Exports;
using EchoSynth.Studio.Models;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace EchoSynth.Studio;

/// <summary>Puts the application together.</summary>
internal static class StudioApp
{
    public const string RatePolicy = "rate";

    /// <param name="urls">Addresses to listen at; loopback, checked by <see cref="Loopback"/>.</param>
    /// <param name="settings">Settings of the section "Studio" that go before those of the configuration.</param>
    /// <exception cref="OptionsValidationException">Settings out of range; lists every error.</exception>
    /// <exception cref="ModelFormatException">The model cannot be read.</exception>
    public static WebApplication Build(string urls, IReadOnlyDictionary<string, string?> settings)
    {
        // Beside the program, not where it was started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(StudioApp).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"{StudioOptions.Section}:{s.Key}", s.Value)));
        builder.WebHost.UseUrls(urls);
        Services(builder.Services);
        var app = builder.Build();
        try
        {
            // Both throw what is wrong before anything listens.
            _ = app.Services.GetRequiredService<IOptions<StudioOptions>>().Value;
            _ = app.Services.GetRequiredService<StudioModel>();
        }
        catch
        {
            (app as IDisposable).Dispose();
            throw;
        }
        Pipeline(app);
        return app;
    }

    private static void Services(IServiceCollection services)
    {
        services.AddOptions<StudioOptions>().BindConfiguration(StudioOptions.Section, b => b.ErrorOnUnknownConfiguration = true).ValidateDataAnnotations().ValidateOnStart();
        services.AddEchoSynth(_ => { });
        services.AddOptions<EchoSynthOptions>().Configure<IOptions<StudioOptions>>((echo, studio) =>
            (echo.ModelPath, echo.Device, echo.Threads) = (studio.Value.Model is { Length: > 0 } folder ? folder : ModelSwitch.ShippedFolder, studio.Value.Device, studio.Value.Threads));
        services.AddSingleton(provider => new StudioModel(provider.GetRequiredService<EchoModel>(), provider.GetRequiredService<IOptions<EchoSynthOptions>>().Value.ModelPath));
        services.AddSingleton<Artist>().AddSingleton<Exporter>().AddSingleton<LiveRequests>().AddSingleton<Serving>().AddSingleton<PlanReader>();
        services.AddHostedService<WarmUp>();

        services.AddOptions<KestrelServerOptions>().Configure<IOptions<StudioOptions>>((kestrel, studio) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = studio.Value.BodyBytes;
            kestrel.Limits.MaxConcurrentConnections = studio.Value.Connections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<StudioOptions>>((limiter, studio) =>
        {
            var rate = studio.Value.RequestsPerSecond;
            limiter.AddPolicy(RatePolicy, _ => RateLimitPartition.GetTokenBucketLimiter("all", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = rate, TokensPerPeriod = Math.Max(1, rate / 10), ReplenishmentPeriod = TimeSpan.FromMilliseconds(100), QueueLimit = 0,
            }));
            limiter.OnRejected = async (rejected, _) =>
                await Problems.Busy(rejected.HttpContext, $"There were more than {rate} requests a second. Try again in a second.").ExecuteAsync(rejected.HttpContext).ConfigureAwait(false);
        });
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.NumberHandling = JsonBody.Options.NumberHandling);
        // A lambda: the descriptions are put in by a generator that sees this call alone.
        services.AddOpenApi(o => ApiDocument.Configure(o));
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(PageHeaders.Add);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRateLimiter();
        app.MapOpenApi("/openapi/{documentName}.json");
        Endpoints.Map(app);
    }
}
