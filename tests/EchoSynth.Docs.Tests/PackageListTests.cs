using System.Text.Json;
using System.Text.RegularExpressions;

namespace EchoSynth.Docs.Tests;

/// <summary>Which packages the command line brings, as a page says that carries them to a machine without a network.</summary>
public sealed partial class PackageListTests
{
    private const string Page = "docs/how-to/offline-hospital.md";

    [Fact]
    public void ThePackagesToCarryAreThoseThatARestoreTakes()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Repository.Full("samples/EchoSynth.Cli/obj/project.assets.json")));
        var libraries = assets.RootElement.GetProperty("libraries").EnumerateObject().ToLookup(l => l.Value.GetProperty("type").GetString(), l => l.Name.Split('/')[0]);
        var listed = ListPattern().Match(File.ReadAllText(Repository.Full(Page)).ReplaceLineEndings("\n"));
        Assert.True(listed.Success, $"{Page} has no list after 'these are N:'");
        var names = listed.Groups[2].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(names.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), listed.Groups[1].Value);
        if (libraries["project"].Contains("EchoSynth.LibTorch"))
            Assert.Equal(libraries["package"].Order(StringComparer.OrdinalIgnoreCase), names);
        else
            Assert.Empty(names.Except(libraries["package"])); // TorchSharp's come in addition
    }

    [GeneratedRegex("these are (\\d+):\n\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ListPattern();
}
