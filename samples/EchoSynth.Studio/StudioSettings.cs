using System.Reflection;
using Microsoft.Extensions.Options;

namespace EchoSynth.Studio;

/// <summary>Reads <see cref="StudioOptions"/> from the configuration. A value that cannot be read and a name that is none are errors of validation beside all others, where the binder would tell the first alone.</summary>
internal sealed class StudioSettings(IConfiguration configuration) : IConfigureOptions<StudioOptions>, IValidateOptions<StudioOptions>
{
    private static readonly PropertyInfo[] s_properties = typeof(StudioOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>The settings as far as they can be read, in range or not.</summary>
    public StudioOptions Unchecked
    {
        get
        {
            var options = new StudioOptions();
            Configure(options);
            return options;
        }
    }

    public void Configure(StudioOptions options) => Bind(options);

    public ValidateOptionsResult Validate(string? name, StudioOptions options)
    {
        var errors = Bind(new StudioOptions());
        if (options.TempFolder.Length > 0 && !Directory.Exists(options.TempFolder))
            errors.Add($"{StudioOptions.Section}:{nameof(StudioOptions.TempFolder)} is '{options.TempFolder}'; there is no such folder.");
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    /// <returns>What is wrong with the section.</returns>
    private List<string> Bind(StudioOptions options)
    {
        var (section, errors) = (configuration.GetSection(StudioOptions.Section), new List<string>());
        foreach (var child in section.GetChildren())
        {
            var property = s_properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                errors.Add($"{child.Path} is no setting; there are {string.Join(", ", s_properties.Select(p => p.Name))}.");
                continue;
            }
            try
            {
                property.SetValue(options, section.GetValue(property.PropertyType, child.Key, property.GetValue(options)));
            }
            catch (InvalidOperationException)
            {
                errors.Add($"{child.Path} is '{child.Value}'; it must be {(property.PropertyType == typeof(int) ? "a whole number" : "a number")}.");
            }
        }
        return errors;
    }
}
