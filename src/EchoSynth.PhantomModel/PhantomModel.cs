using EchoSynth.Checkpoints;
using TorchSharp;

namespace EchoSynth;

/// <summary>
/// A small model that was trained on simulated hearts (<see cref="Imaging.Phantoms.PhantomDataset"/>): 128 × 128, in the looks of the five scanners of
/// <see cref="Imaging.Phantoms.ScannerPreset.All"/>, which are its domains. For trying things out; no patient data is involved, and its images look like the phantom's.
/// </summary>
/// <remarks>What it was trained on, for how long, and how good it is, says README.md in <see cref="Folder"/>.</remarks>
public static class PhantomModel
{
    /// <summary>The model folder, beside the application.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "phantom-128");

    /// <summary>Loads it.</summary>
    /// <param name="device">Where the weights go; the CPU when null.</param>
    /// <returns>The model, which is the caller's.</returns>
    /// <exception cref="ModelFormatException">The folder did not come along with the application.</exception>
    public static EchoModel Load(torch.Device? device = null) => EchoModel.Load(Folder, device);
}
