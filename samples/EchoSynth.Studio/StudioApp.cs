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
    /// <exception cref="OptionsValidationException">Settings that cannot be read or are out of range, a model folder that is none, a device that is not there; lists every error.</exception>
    /// <exception cref="UsageException">The configuration names addresses of its own to listen at.</exception>
    /// <exception cref="ModelFormatException">The model cannot be read.</exception>
    public static WebApplication Build(string urls, IReadOnlyDictionary<string, string?> settings)
    {
        // Beside the program, not where it was started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(StudioApp).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"{StudioOptions.Section}:{s.Key}", s.Value)));
        RefuseEndpoints(builder.Configuration);
        // Program tells why a start failed, in a line; the host's and Kestrel's own words are pages.
        var started = false;
        foreach (var category in (string[])["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"])
            builder.Logging.AddFilter(category, level => Volatile.Read(ref started) && level >= LogLevel.Warning);
        builder.WebHost.UseUrls(urls);
        Services(builder.Services);
        var app = builder.Build();
        try
        {
            // Whatever is wrong is told before anything listens.
            CheckOptions(app.Services);
            _ = app.Services.GetRequiredService<StudioModel>();
        }
        catch
        {
            (app as IDisposable).Dispose();
            throw;
        }
        app.Lifetime.ApplicationStarted.Register(() => Volatile.Write(ref started, true));
        Pipeline(app);
        return app;
    }

    /// <summary>Kestrel's section of the configuration goes before the addresses given, unchecked as it is.</summary>
    private static void RefuseEndpoints(ConfigurationManager configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().FirstOrDefault() is { } endpoint)
            throw new UsageException($"{endpoint.Path} is set in the configuration (appsettings.json or an environment variable such as Kestrel__Endpoints__{endpoint.Key}__Url); the Studio listens at the loopback address of --port or --urls alone: take it away.");
    }

    private static void CheckOptions(IServiceProvider services)
    {
        var errors = new List<string>();
        Note(() => services.GetRequiredService<IOptions<StudioOptions>>().Value);
        Note(() => services.GetRequiredService<IOptions<EchoSynthOptions>>().Value);
        if (errors.Count > 0)
            throw new OptionsValidationException(StudioOptions.Section, typeof(StudioOptions), errors);

        void Note(Func<object> read)
        {
            try
            {
                read();
            }
            catch (OptionsValidationException e)
            {
                errors.AddRange(e.Failures);
            }
        }
    }

    private static void Services(IServiceCollection services)
    {
        services.AddSingleton<StudioSettings>();
        services.AddSingleton<IConfigureOptions<StudioOptions>>(provider => provider.GetRequiredService<StudioSettings>());
        services.AddSingleton<IValidateOptions<StudioOptions>>(provider => provider.GetRequiredService<StudioSettings>());
        services.AddOptions<StudioOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddEchoSynth(_ => { });
        services.AddOptions<EchoSynthOptions>().Configure<StudioSettings>((echo, settings) =>
        {
            // Wrong or not: all errors are told together.
            var studio = settings.Unchecked;
            (echo.ModelPath, echo.Device, echo.Threads) = (studio.Model is { Length: > 0 } folder ? folder : ModelSwitch.ShippedFolder, studio.Device, studio.Threads);
        });
        services.AddSingleton(provider => new StudioModel(provider.GetRequiredService<EchoModel>(), provider.GetRequiredService<IOptions<EchoSynthOptions>>().Value.ModelPath));
        services.AddSingleton<Artist>().AddSingleton<Exporter>().AddSingleton<LiveRequests>().AddSingleton<Serving>().AddSingleton<PlanReader>();
        services.AddSingleton<WarmUp>().AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        services.AddSingleton<Health>().AddHealthChecks().AddEchoSynth();

        services.AddOptions<KestrelServerOptions>().Configure<StudioSettings>((kestrel, settings) =>
        {
            // Read when the application is put together, before settings are checked; wrong ones must only not be thrown for here.
            var studio = settings.Unchecked;
            // No endpoints out of the configuration, not even later, when its file is changed.
            kestrel.Configure(new ConfigurationBuilder().Build());
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Math.Max(1, studio.BodyBytes);
            kestrel.Limits.MaxConcurrentConnections = Math.Max(1, studio.Connections);
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
        services.AddProblemDetails(o => o.CustomizeProblemDetails = Problems.Complete);
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.NumberHandling = JsonBody.Options.NumberHandling);
        // A lambda: the descriptions are put in by a generator that sees this call alone.
        services.AddOpenApi(o => o.AddDocumentTransformer<ApiDocument>());
    }

    private static void Pipeline(WebApplication app)
    {
        // Each answer has one form, whatever is accepted; errors would be left empty or be plain text for who accepts pages or images alone.
        app.Use((context, next) =>
        {
            context.Request.Headers.Remove("Accept");
            return next(context);
        });
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
