using System.CommandLine;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Commands;

/// <summary>The options of commands that read a data set of any layout.</summary>
/// <param name="layoutName">What the option for the layout is called.</param>
internal sealed class DatasetArguments(string layoutName = "--layout")
{
    private const string AnyLayout = "auto";

    private readonly Option<string> _layout = new Option<string>(layoutName) { Description = "Layout of the data set; 'auto' goes by what lies in the folder.", DefaultValueFactory = _ => AnyLayout }.OneOf([AnyLayout, .. EchoDatasets.Names]);
    private readonly Option<string?> _labels = new("--labels") { Description = "What the numbers in its masks mean, for example 1=lv,2=la,3=background; default: as the data set has it.", HelpName = "MAP" };
    private readonly Option<bool> _skip = new("--skip-incomplete") { Description = "Leave out what is incomplete, and say so, instead of failing." };
    private readonly Option<bool> _sequences = new("--sequences") { Description = "CAMUS: each frame of the sequences, too." };

    public void AddTo(Command command)
    {
        _labels.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Problem(text) is { } problem)
                result.AddError($"--labels: {problem}");
        });
        foreach (var option in new Option[] { _layout, _labels, _skip, _sequences })
            command.Add(option);
    }

    public EchoDatasetOptions Read(ParseResult parsed) => new()
    {
        Layout = parsed.GetRequiredValue(_layout) is not AnyLayout and var name ? EchoDatasets.ByName(name) : null,
        LabelMap = parsed.GetValue(_labels) is { } text ? LabelMap.Parse(text) : null,
        SkipIncomplete = parsed.GetValue(_skip),
        IncludeSequences = parsed.GetValue(_sequences),
    };

    /// <summary>What the data set warns of and what was left out, on standard error: how much, and the first.</summary>
    public static void TellNotes(IEchoDataset dataset)
    {
        foreach (var warning in dataset.Warnings)
            Console.Error.WriteLine($"warning: {warning}");
        if (dataset.Skipped is [var first, ..])
            Console.Error.WriteLine($"note: {dataset.Skipped.Count} left out{(dataset.Skipped.Count > 1 ? ", 'inspect' lists them; the first" : "")}: {first.Reason}");
    }

    private static string? Problem(string map)
    {
        try
        {
            LabelMap.Parse(map);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
