using System.Diagnostics.Metrics;
using EchoSynth.Checkpoints;
using EchoSynth.Hosting;
using EchoSynth.Sampling;
using EchoSynth.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts a model and a sampler into a container, with options that are checked when the host starts.</summary>
public static class EchoSynthServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="EchoModel"/> and a <see cref="Sampler"/> as singletons; the model is read when first asked for.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Sets at least <see cref="EchoSynthOptions.ModelPath"/>.</param>
    /// <returns>The collection.</returns>
    /// <remarks>
    /// Options out of range, a model folder that is none and a device that is not there come back as one <see cref="OptionsValidationException"/> that lists every error: when a host starts, or, without a
    /// host, when the options are first read. Logging and an <see cref="IMeterFactory"/> are used where the container has them.
    /// </remarks>
    public static IServiceCollection AddEchoSynth(this IServiceCollection services, Action<EchoSynthOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return services.AddServices();
    }

    /// <summary>The same, with the options from a section of the configuration, such as <c>configuration.GetSection("EchoSynth")</c>.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="section">Its keys are the names of <see cref="EchoSynthOptions"/>' properties; a key that is none, and a value that cannot be read, are errors.</param>
    /// <returns>The collection.</returns>
    /// <remarks>As of the other overload. The options are read once: a change of the configuration counts from the next start.</remarks>
    public static IServiceCollection AddEchoSynth(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var configured = new ConfiguredEchoSynthOptions(section);
        services.AddSingleton<IConfigureOptions<EchoSynthOptions>>(configured);
        services.AddSingleton<IValidateOptions<EchoSynthOptions>>(configured);
        return services.AddServices();
    }

    private static IServiceCollection AddServices(this IServiceCollection services)
    {
        services.AddOptions<EchoSynthOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EchoSynthOptions>, EchoSynthOptionsValidator>());
        services.TryAddSingleton(provider => provider.GetService<IMeterFactory>() is { } factory ? new EchoSynthMetrics(factory) : EchoSynthMetrics.Shared);
        services.TryAddSingleton(provider =>
        {
            var (options, logger) = (provider.GetRequiredService<IOptions<EchoSynthOptions>>().Value, provider.GetService<ILogger<EchoModel>>());
            if (options.Threads > 0)
            {
                TorchSharp.torch.set_num_threads(options.Threads);
                if (logger is not null)
                    Events.ThreadsSet(logger, options.Threads);
            }
            var model = EchoModel.Load(options.ModelPath, EchoSynth.Devices.Parse(options.Device), provider.GetRequiredService<EchoSynthMetrics>());
            if (logger is not null)
                Events.ModelLoaded(logger, options.ModelPath, model.Denoiser.Kind, model.ImageSize, model.Device.ToString());
            return model;
        });
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<EchoSynthOptions>>().Value;
            return new Sampler(
                provider.GetRequiredService<EchoModel>(), new SamplerOptions { MicroBatch = options.MicroBatch, Precision = options.Precision, Domain = options.Domain },
                provider.GetService<ILogger<Sampler>>(), provider.GetRequiredService<EchoSynthMetrics>());
        });
        return services;
    }
}
