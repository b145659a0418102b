using EchoSynth.Checkpoints;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Sampling;

namespace EchoSynth.Studio.Models;

/// <summary>What the Studio asks of models that know scanners as domains, and where the shipped model is.</summary>
internal static class ModelSwitch
{
    /// <summary>The folder of the shipped model, beside the program.</summary>
    public static string ShippedFolder => PhantomModel.Folder;

    /// <summary>Whether the network was told scanners in training, so that they change the looks of an image and not the sector alone.</summary>
    public static bool KnowsScanners(EchoModel model) => ScannerPreset.All.Any(s => model.Mask.Domains.Contains(s.Name, StringComparer.Ordinal));

    /// <summary>The request for an image as a scanner shows it.</summary>
    public static SampleRequest For(EchoModel model, string scanner, SampleRequest request) => request with { Domain = Domain(model, scanner) };

    /// <summary>The same for an image of a data set.</summary>
    public static EchoItem For(EchoModel model, string scanner, EchoItem item) => item with { Domain = Domain(model, scanner) };

    /// <summary>The scanner where the model knows it; the first look of one that knows others; none of one that knows none.</summary>
    private static string? Domain(EchoModel model, string scanner) =>
        model.Mask.Domains.Contains(scanner, StringComparer.Ordinal) ? scanner : model.Mask.Domains.Count > 0 ? model.Mask.Domains[0] : null;
}
