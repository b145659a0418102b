using EchoSynth.Checkpoints;
using EchoSynth.Hosting;
using EchoSynth.Sampling;
using EchoSynth.Validation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers EchoSynth with a service collection.</summary>
public static class EchoSynthServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="EchoModel"/> and a <see cref="Sampler"/> as singletons; the model is read when first asked for.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Sets at least <see cref="EchoSynthOptions.ModelPath"/>.</param>
    /// <returns>The collection.</returns>
    /// <remarks>Options out of range come back as one <see cref="OptionsValidationException"/> that lists every error, when the options are first read.</remarks>
    public static IServiceCollection AddEchoSynth(this IServiceCollection services, Action<EchoSynthOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions();
        services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EchoSynthOptions>, Validator>());
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<EchoSynthOptions>>().Value;
            if (options.Threads > 0)
                TorchSharp.torch.set_num_threads(options.Threads);
            return EchoModel.Load(options.ModelPath, EchoSynth.Devices.Parse(options.Device));
        });
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<EchoSynthOptions>>().Value;
            return new Sampler(provider.GetRequiredService<EchoModel>(), new SamplerOptions { MicroBatch = options.MicroBatch, Precision = options.Precision });
        });
        return services;
    }

    private sealed class Validator : IValidateOptions<EchoSynthOptions>
    {
        public ValidateOptionsResult Validate(string? name, EchoSynthOptions options)
        {
            var errors = OptionsGuard.Errors(options).ToList();
            if (!string.IsNullOrEmpty(options.Device) && !EchoSynth.Devices.IsName(options.Device))
                errors.Add($"Device is '{options.Device}'; it must be auto, cpu, cuda or cuda:N.");
            return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
        }
    }
}
