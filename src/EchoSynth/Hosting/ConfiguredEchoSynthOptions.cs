using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EchoSynth.Hosting;

/// <summary>Options from a section of the configuration. What the binder would throw for at the first value it cannot read, or pass over, is an error of validation here, beside all others.</summary>
internal sealed class ConfiguredEchoSynthOptions(IConfiguration section) : IConfigureOptions<EchoSynthOptions>, IValidateOptions<EchoSynthOptions>
{
    private static readonly PropertyInfo[] s_properties = typeof(EchoSynthOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public void Configure(EchoSynthOptions options) => Bind(options);

    public ValidateOptionsResult Validate(string? name, EchoSynthOptions options) =>
        Bind(new EchoSynthOptions()) is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

    /// <returns>What is wrong with the section.</returns>
    private List<string> Bind(EchoSynthOptions options)
    {
        var errors = new List<string>();
        foreach (var child in section.GetChildren())
        {
            var property = s_properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                errors.Add($"{child.Path} is not an option; options are {string.Join(", ", s_properties.Select(p => p.Name))}.");
                continue;
            }
            // Every option is one value: what stands below it, as of a list or one section too many, would be passed over.
            errors.AddRange(child.GetChildren().Select(below => $"{below.Path} is not an option; {child.Path} must be {Kind(property.PropertyType)}, with nothing below it."));
            try
            {
                property.SetValue(options, section.GetValue(property.PropertyType, child.Key, property.GetValue(options)));
            }
            catch (InvalidOperationException)
            {
                errors.Add($"{child.Path} is '{child.Value}'; it must be {Kind(property.PropertyType)}.");
            }
        }
        return errors;
    }

    private static string Kind(Type type) => type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : type == typeof(int) ? "a whole number" : "a text";
}
