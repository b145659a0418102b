using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace EchoSynth.Studio.Api;

/// <summary>What the attributes of a request's properties allow: checked here, published by OpenAPI, and told to whoever sent something else.</summary>
internal static class FieldRules
{
    /// <summary>Checks every property that has a range, a list of values, a length or a pattern.</summary>
    public static void Check(object request, FieldProblems problems)
    {
        foreach (var property in request.GetType().GetProperties())
        {
            var value = property.GetValue(request);
            if (!Allows(property, value))
                problems.Add(Name(property), $"is {Told(value)}; it must be {Expected(property)}.");
        }
    }

    /// <summary>What a field takes, in words, from its path in the body; null for a field there is not.</summary>
    public static string? Expected(Type request, string field)
    {
        if (field.StartsWith("contours", StringComparison.Ordinal))
            return field == "contours" ? "an object with cavity, wall and atrium, such as GET /api/hearts/1 returns" : "handles [x, z], two numbers in mm each";
        return request.GetProperties().FirstOrDefault(p => Name(p) == field) is { } property ? Expected(property) : null;
    }

    /// <summary>The fields there are.</summary>
    public static string Names(Type request) => string.Join(", ", request.GetProperties().Select(Name).Order(StringComparer.Ordinal));

    private static bool Allows(PropertyInfo property, object? value) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? value is not null && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && (range.MinimumIsExclusive ? number > Least(range) : number >= Least(range)) && number <= Most(range)
        : property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed ? allowed.Values.Contains(value)
        // The pattern's attribute lets the empty text pass, the length's does not.
        : property.GetCustomAttributes<ValidationAttribute>().Where(a => a is StringLengthAttribute or RegularExpressionAttribute).All(a => a.IsValid(value));

    private static string Expected(PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return $"one of {string.Join(", ", allowed.Values.Select(v => $"\"{v}\""))}";
        if (property.GetCustomAttribute<StringLengthAttribute>() is { } length)
            return $"{length.MinimumLength} to {length.MaximumLength} characters on one line, without < and >";
        if (property.PropertyType == typeof(byte[]))
            return "a PNG in base64, without \"data:\" before it";
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var kind = type == typeof(string) ? "text" : type == typeof(double) ? "a number" : "a whole number";
        return property.GetCustomAttribute<RangeAttribute>() is not { } range ? kind
            : string.Create(CultureInfo.InvariantCulture, $"{kind} {(range.MinimumIsExclusive ? $"above {range.Minimum}, at most {range.Maximum}" : $"{range.Minimum}…{range.Maximum}")}");
    }

    private static double Least(RangeAttribute range) => Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);

    private static double Most(RangeAttribute range) => Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    private static string Told(object? value) => value switch
    {
        null => "null",
        string text => $"\"{(text.Length > 60 ? text[..60] + "…" : text)}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
