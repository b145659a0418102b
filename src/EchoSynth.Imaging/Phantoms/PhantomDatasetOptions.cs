using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>What <see cref="PhantomDataset.Write"/> writes.</summary>
public sealed record PhantomDatasetOptions
{
    /// <summary>The scanner name that stands for all presets, one patient each in turn.</summary>
    public const string AllScanners = "all";

    /// <summary>The layouts in which phantoms can be written.</summary>
    public static IReadOnlyList<DatasetLayout> Layouts => PhantomLayouts.All;

    /// <summary>Patients, each with the views of the layout (CAMUS two, EchoNet one) at end-diastole and end-systole: 1…9999.</summary>
    /// <value>The default value is 100.</value>
    public int Patients { get; init; } = 100;

    /// <summary>Seed of the whole data set; patient k is the same whatever the number of patients.</summary>
    /// <value>The default value is 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Pixels a side: 32…1024.</summary>
    /// <value>The default value is 256.</value>
    public int Size { get; init; } = 256;

    /// <summary>The simulated scanner: a name of <see cref="ScannerPreset.All"/>, or <see cref="AllScanners"/> for all of them in turn, patient by patient.</summary>
    /// <value>The default value is "standard".</value>
    public string Scanner { get; init; } = ScannerPreset.Default.Name;

    /// <summary>The layout on disk, one of <see cref="Layouts"/>.</summary>
    /// <value>The default value is <see cref="DatasetLayout.CamusNifti"/>.</value>
    public DatasetLayout Layout { get; init; } = DatasetLayout.CamusNifti;

    /// <summary>Threads at most; 0 for one per core. The files do not depend on it.</summary>
    /// <value>The default value is 0.</value>
    public int MaxThreads { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One or more are wrong; the message names each with its range.</exception>
    public void Validate() => new ParameterCheck("Phantom data set")
        .Range(nameof(Patients), Patients, 1, 9999, "")
        .Range(nameof(Size), Size, PhantomSimulator.MinSize, PhantomSimulator.MaxSize, " pixels")
        .Range(nameof(MaxThreads), MaxThreads, 0, 1024, "")
        .That(Scanner == AllScanners || ScannerPreset.All.Any(p => p.Name.Equals(Scanner, StringComparison.OrdinalIgnoreCase)),
            $"Scanner is '{Scanner}'; it must be {AllScanners} or one of {string.Join(", ", ScannerPreset.All.Select(p => p.Name))}.")
        .That(Layouts.Contains(Layout), $"Layout is {Layout}; phantoms are written in {string.Join(", ", Layouts)}.")
        .ThrowIfAny("options");

    /// <summary>The scanner of patient <paramref name="patient"/>, counted from 1.</summary>
    internal ScannerPreset ScannerOf(int patient) =>
        Scanner == AllScanners ? ScannerPreset.All[(patient - 1) % ScannerPreset.All.Count] : ScannerPreset.ByName(Scanner);
}
