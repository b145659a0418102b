using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace EchoSynth.Validation;

/// <summary>Checks option objects against the ranges stated on their properties; every error comes back in one exception.</summary>
internal static class OptionsGuard
{
    /// <exception cref="OptionsValidationException">Lists every error with the option's name, its value and the legal range.</exception>
    public static void Validate(object options, params IEnumerable<string?> further)
    {
        var errors = Errors(options).Concat(further.OfType<string>()).ToArray();
        if (errors.Length > 0)
            throw new OptionsValidationException(options.GetType().Name, options.GetType(), errors);
    }

    public static IEnumerable<string> Errors(object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0)
                continue;
            var value = property.GetValue(options);
            if (property.GetCustomAttribute<RequiredAttribute>() is not null && value is null or "")
                yield return $"{property.Name} is {Show(value)}; it is required and must not be empty.";
            if (value is not null && property.GetCustomAttribute<RangeAttribute>() is { } range && !InRange(value, range))
                yield return string.Create(CultureInfo.InvariantCulture, $"{property.Name} is {Show(value)}; it must be {(range.MinimumIsExclusive ? "above" : "between")} {range.Minimum} and {(range.MinimumIsExclusive ? "at most " : "")}{range.Maximum}.");
            if (value is not null && property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed && !Each(value).All(allowed.Values.Contains))
                yield return $"{property.Name} is {Show(value)}; it must be one of {string.Join(", ", allowed.Values.Select(Show))}.";
        }
    }

    private static bool InRange(object value, RangeAttribute range)
    {
        double low = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), high = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        // NaN is in no range.
        return Each(value).Select(v => v as IConvertible ?? throw new NotSupportedException($"A range on {v.GetType().Name}."))
            .All(v => v.ToDouble(CultureInfo.InvariantCulture) is var d && (range.MinimumIsExclusive ? d > low : d >= low) && d <= high);
    }

    private static IEnumerable<object> Each(object value) => value is IEnumerable many and not string ? many.Cast<object>() : [value];

    private static string Show(object? value) => value switch
    {
        null => "null",
        string s => $"'{s}'",
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Show))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
