using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using EchoSynth.Training;

namespace EchoSynth.Cli.Commands;

/// <summary>Options that several commands have, and ranges that are checked before any work begins.</summary>
internal static partial class Shared
{
    public static Option<string> Folder(string name, string description) => new(name) { Description = description, HelpName = "DIR", Required = true };

    public static Option<long> Seed(string description) => new Option<long>("--seed") { Description = description, HelpName = "S", DefaultValueFactory = _ => 0 }.Between(0, long.MaxValue);

    public static Option<string> Device()
    {
        var option = new Option<string>("--device")
        {
            Description = "auto (a CUDA device if there is one), cpu, cuda or cuda:N.",
            HelpName = "auto|cpu|cuda[:N]",
            DefaultValueFactory = _ => "auto",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !DeviceName().IsMatch(text))
                result.AddError($"--device is '{text}'; it must be auto, cpu, cuda or cuda:N.");
        });
        return option;
    }

    public static Option<int> Threads() => new Option<int>("--threads")
    {
        Description = "Threads inside one operator, 1…1024; 0 leaves libtorch's own choice, usually half the processors.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    }.Between(0, 1024);

    public static Option<string> Preset() => new Option<string>("--preset") { Description = $"Networks and training options. {string.Join(" ", ModelPreset.All.Select(p => $"{p.Name}: {p.Description}."))}", DefaultValueFactory = _ => ModelPreset.Small64.Name }
        .OneOf([.. ModelPreset.All.Select(p => p.Name)]);

    /// <summary>Adds a range check whose message names the option, the value and the range.</summary>
    public static Option<T> Between<T>(this Option<T> option, long low, long high)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && (value < low || value > high))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}; it must be between {low} and {high}."));
        });
        return option;
    }

    /// <inheritdoc cref="Between{T}(Option{T}, long, long)"/>
    public static Option<double?> Between(this Option<double?> option, double low, double high)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !(value >= low && value <= high))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {text}; it must be between {low} and {high}."));
        });
        return option;
    }

    /// <summary>The values that a name may have, said in the error too.</summary>
    public static Option<string> OneOf(this Option<string> option, params string[] values)
    {
        option.HelpName = string.Join("|", values);
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !values.Contains(text))
                result.AddError($"{option.Name} is '{text}'; it must be one of {string.Join(", ", values)}.");
        });
        return option;
    }

    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    [GeneratedRegex("^(auto|cpu|cuda(:[0-9]{1,3})?)$", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();
}
