using System.Text;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Writes pairs in the layout of CAMUS, so that programs made for CAMUS read them.</summary>
/// <remarks>
/// Images are uint8, masks uint8 with the labels 0 to 3 (<see cref="AnatomyLabel.Sector"/> becomes 0). The newer layout gets .nii.gz in database_nifti, the older
/// .mhd with compressed .zraw in training. Each file is written whole or not at all. May be used from many threads, each with its own patients.
/// </remarks>
public sealed class CamusWriter
{
    private readonly string _container;

    /// <summary>Makes a writer; folders are made when first needed.</summary>
    /// <param name="root">The folder that will hold database_nifti or training.</param>
    /// <param name="layout">The layout.</param>
    public CamusWriter(string root, CamusLayout layout)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Enum.IsDefined(layout))
            throw new ArgumentOutOfRangeException(nameof(layout), layout, "Not a CAMUS layout.");
        (Root, Layout) = (root, layout);
        _container = Path.Combine(root, layout == CamusLayout.Nifti ? CamusNames.NiftiFolder : CamusNames.Training);
    }

    /// <summary>The folder that holds database_nifti or training.</summary>
    public string Root { get; }

    /// <summary>Which of CAMUS's two layouts is written.</summary>
    public CamusLayout Layout { get; }

    /// <summary>Writes an image and its mask.</summary>
    /// <param name="patientId">"patient" and digits, in CAMUS four: "patient0001".</param>
    /// <param name="view">The view.</param>
    /// <param name="phase">End-diastole or end-systole.</param>
    /// <param name="image">The image.</param>
    /// <param name="mask">The mask, as large as the image; written with the image's spacing.</param>
    /// <exception cref="ArgumentException">A wrong id, view or phase, or different sizes.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void WritePair(string patientId, EchoView view, CardiacPhase phase, EchoImage image, AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (image.Width != mask.Width || image.Height != mask.Height)
            throw new ArgumentException($"The mask is {mask.Width} × {mask.Height}, the image {image.Width} × {image.Height}.", nameof(mask));
        var stem = $"{patientId}_{CamusNames.Of(view)}_{CamusNames.Of(phase)}";
        var folder = PatientFolder(patientId);
        var extension = Layout == CamusLayout.Nifti ? ".nii.gz" : ".mhd";
        EchoFile.WriteImage(Path.Combine(folder, stem + extension), image);
        EchoFile.WriteMask(Path.Combine(folder, stem + "_gt" + extension), WithoutSector(mask, image.Spacing));
    }

    /// <summary>A mask as other programs know it: the sector is background.</summary>
    internal static AnatomyMask WithoutSector(AnatomyMask mask, PixelSpacing? spacing = null)
    {
        var labels = mask.Labels.ToArray();
        labels.AsSpan().Replace((byte)AnatomyLabel.Sector, (byte)AnatomyLabel.Background);
        return new AnatomyMask(mask.Width, mask.Height, labels, spacing ?? mask.Spacing);
    }

    /// <summary>Writes Info_2CH.cfg or Info_4CH.cfg.</summary>
    /// <param name="patientId">As in <see cref="WritePair"/>.</param>
    /// <param name="view">The view.</param>
    /// <param name="info">What is known.</param>
    /// <exception cref="ArgumentException">A wrong id or view.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteInfo(string patientId, EchoView view, CamusInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        var name = CamusNames.Info(view);
        info.Write(Path.Combine(PatientFolder(patientId), name));
    }

    /// <summary>Writes the three lists that say which patients are for training, validation and testing (in the older layout, fold 1).</summary>
    /// <param name="training">Patients for training.</param>
    /// <param name="validation">Patients for validation.</param>
    /// <param name="testing">Patients for testing.</param>
    /// <exception cref="ArgumentException">A wrong id, or a patient in two lists.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void WriteSplit(IEnumerable<string> training, IEnumerable<string> validation, IEnumerable<string> testing)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(testing);
        (string Name, string[] Patients)[] lists = [("training", [.. training]), ("validation", [.. validation]), ("testing", [.. testing])];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var patient in lists.SelectMany(list => list.Patients))
        {
            CheckPatient(patient);
            if (!seen.Add(patient))
                throw new ArgumentException($"{patient} is listed twice; a patient belongs to one split.");
        }
        var (folder, prefix) = Layout == CamusLayout.Nifti ? (CamusNames.NiftiSplits, "subgroup_") : (CamusNames.OlderSplits, "subGroup1_");
        Directory.CreateDirectory(Path.Combine(Root, folder));
        foreach (var (name, patients) in lists)
            AtomicFile.Write(Path.Combine(Root, folder, prefix + name + ".txt"), Encoding.UTF8.GetBytes(string.Concat(patients.Select(p => p + "\n"))));
    }

    private string PatientFolder(string patientId)
    {
        CheckPatient(patientId);
        return Directory.CreateDirectory(Path.Combine(_container, patientId)).FullName;
    }

    private static void CheckPatient(string patientId)
    {
        ArgumentException.ThrowIfNullOrEmpty(patientId);
        if (!CamusNames.IsPatient(patientId))
            throw new ArgumentException($"\"{patientId}\" is no CAMUS patient; it must be \"patient\" and digits, such as patient0001.", nameof(patientId));
    }
}
