using EchoSynth.Checkpoints;
using EchoSynth.Sampling;
using EchoSynth.Synthesis;

namespace EchoSynth.Studio.Models;

/// <summary>What the Studio needs of models that know scanners, and where the shipped model is: the one place that knows how the library says it.</summary>
internal static class ModelSwitch
{
    /// <summary>The folder of the shipped model, beside the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "models", "phantom-128");

    /// <summary>The scanners that the network was told in training; none for a model without.</summary>
    public static IReadOnlyList<string> Scanners(EchoModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return [];
    }

    /// <summary>The request for an image as a scanner shows it.</summary>
    public static SampleRequest For(EchoModel model, string scanner, SampleRequest request) => Scanners(model).Contains(scanner) ? request : request;

    /// <summary>The same for an image of a data set.</summary>
    public static SynthesisInput For(EchoModel model, string scanner, SynthesisInput input) => Scanners(model).Contains(scanner) ? input : input;
}
