using EchoSynth.Checkpoints;
using EchoSynth.Tensors;
using EchoSynth.Validation;
using Microsoft.Extensions.Options;

namespace EchoSynth.Hosting;

/// <summary>Checks ranges, the model folder as far as it can be without building the network, and the device: what is wrong is known when the application starts.</summary>
internal sealed class EchoSynthOptionsValidator : IValidateOptions<EchoSynthOptions>
{
    public ValidateOptionsResult Validate(string? name, EchoSynthOptions options)
    {
        string[] errors = [.. OptionsGuard.Errors(options), .. ModelErrors(options), .. DeviceErrors(options)];
        return errors.Length > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> ModelErrors(EchoSynthOptions options)
    {
        if (string.IsNullOrEmpty(options.ModelPath))
            yield break;
        if (EchoModel.Problem(options.ModelPath) is { } problem)
            yield return $"ModelPath is '{options.ModelPath}'; it must be a model folder: {problem}";
        else if (options.Domain is { } domain && ModelConfig.Read(Path.Combine(options.ModelPath, "config.json")).Mask.DomainProblem(domain) is { } wrong)
            yield return $"Domain {wrong}";
    }

    private static IEnumerable<string> DeviceErrors(EchoSynthOptions options)
    {
        if (string.IsNullOrEmpty(options.Device))
            yield break;
        if (!Devices.IsName(options.Device))
        {
            yield return $"Device is '{options.Device}'; it must be auto, cpu, cuda or cuda:N.";
            yield break;
        }
        string? problem = null;
        var bfloat16 = true;
        try
        {
            bfloat16 = options.Precision != Precision.MixedBFloat16 || Devices.HasBFloat16(Devices.Parse(options.Device));
            if (options.Device.Trim().StartsWith("cuda", StringComparison.OrdinalIgnoreCase))
                Devices.Parse(options.Device);
        }
        catch (ArgumentException e)
        {
            problem = e.Message.Replace(" (Parameter 'device')", "", StringComparison.Ordinal);
        }
        if (problem is not null)
            yield return $"Device is '{options.Device}': {problem}";
        if (!bfloat16)
            yield return "Precision is MixedBFloat16; it must be Full on this device, which has no bfloat16 arithmetic.";
    }
}
