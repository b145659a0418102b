namespace EchoSynth;

/// <summary>
/// A small model that was trained on simulated hearts: 128 × 128 pixels, in the looks of the five scanners of EchoSynth.Imaging.Phantoms.ScannerPreset.All, which are its domains. For trying things out;
/// no patient data is involved, and its images look like the phantom's.
/// </summary>
/// <remarks>What it was trained on, for how long, and how good it is, says README.md in <see cref="Folder"/>.</remarks>
public static class PhantomModel
{
    /// <summary>The model folder, beside the application: what EchoModel.Load takes.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "phantom-128");
}
