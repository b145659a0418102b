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

    /// <summary>Of the commands whose work can be put aside.</summary>
    public static Option<int> StoppedExit { get; } = new Option<int>("--stopped-exit")
    {
        Description = "Exit code where SIGTERM stopped the work before its end, 0…125: another than 0 for schedulers that take 0 for all done (75, by custom, is to be tried again).",
        HelpName = "CODE",
        DefaultValueFactory = _ => ExitCode.Done,
    }.Between(0, 125);

    public static Option<string> Preset() => new Option<string>("--preset") { Description = $"Networks and training options. {string.Join(" ", ModelPreset.All.Select(p => $"{p.Name}: {p.Description}."))}", DefaultValueFactory = _ => ModelPreset.Small64.Name }
        .OneOf([.. ModelPreset.All.Select(p => p.Name)]);

    /// <summary>A whole number in a range; what is none, or beyond, is an error that names the option, the value and the range.</summary>
    public static Option<T> Between<T>(this Option<T> option, long low, long high)
    {
        option.CustomParser = result => Number<T>(result, option.Name, "a whole number ", FormattableString.Invariant($"{low} and {high}"),
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? (value, value >= low && value <= high) : null);
        return option;
    }

    /// <summary>The same for numbers with a decimal point. A comma is refused: some would read it as one, others as nothing.</summary>
    public static Option<double?> Between(this Option<double?> option, double low, double high)
    {
        option.CustomParser = result => Number<double?>(result, option.Name, "a number, with a point before its decimals, ", FormattableString.Invariant($"{low:0.##########} and {high:0.##########}"),
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? (value, value >= low && value <= high) : null);
        return option;
    }

    private static T? Number<T>(ArgumentResult result, string name, string kind, string range, Func<string, (IConvertible Value, bool Legal)?> parse)
    {
        var text = result.Tokens is [{ Value: var token }] ? token : "";
        var parsed = parse(text);
        if (parsed is not { Legal: true })
            result.AddError(parsed is null ? $"{name} is '{text}'; it must be {kind}between {range}." : $"{name} is {text}; it must be between {range}.");
        return parsed is { Legal: true, Value: var value }
            ? (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture)
            : default;
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
