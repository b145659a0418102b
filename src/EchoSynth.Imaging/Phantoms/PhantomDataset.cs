using System.Globalization;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>A data set of phantoms on disk in the layout of CAMUS or another data set, any image of which can be drawn again.</summary>
/// <remarks>
/// <see cref="EchoDatasets.Open(string, EchoDatasetOptions)"/> reads the pixels; this class knows how they were made. Patient k has anatomy and image seeds derived from the data set's seed and k.
/// Thread-safe.
/// </remarks>
public sealed class PhantomDataset
{
    private PhantomDataset(string root, PhantomDatasetOptions options) => (Root, Options) = (root, options);

    /// <summary>The folder with phantom.json.</summary>
    public string Root { get; }

    /// <summary>What it was made from.</summary>
    public PhantomDatasetOptions Options { get; }

    /// <summary>Writes a data set: images, masks, what else its layout has, and phantom.json.</summary>
    /// <param name="root">A folder that is new, empty, or holds an earlier phantom data set, which is replaced.</param>
    /// <param name="options">What to write; the defaults when null.</param>
    /// <param name="progress">Told after each image with its mask, from several threads.</param>
    /// <param name="cancellationToken">Stops between images; nothing of the new data set is left.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The folder holds something else, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PhantomDataset Write(string root, PhantomDatasetOptions? options = null, IProgress<PhantomDatasetProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        options ??= new PhantomDatasetOptions();
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        using var staging = new PhantomStaging(root, PhantomManifest.FileName);
        PhantomDatasetWriter.Write(staging.Folder, options, progress, cancellationToken);
        File.WriteAllBytes(Path.Combine(staging.Folder, PhantomManifest.FileName), PhantomManifest.Write(options));
        staging.Commit();
        return new PhantomDataset(root, options);
    }

    /// <summary>Opens the data set at <paramref name="root"/>, or returns null where there is no phantom.json.</summary>
    /// <exception cref="EchoFormatException">phantom.json is damaged, or from another version of the phantom.</exception>
    public static PhantomDataset? TryOpen(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        var path = Path.Combine(root, PhantomManifest.FileName);
        return File.Exists(path) ? new PhantomDataset(root, PhantomManifest.Read(path)) : null;
    }

    /// <summary>The heart of an item's patient.</summary>
    /// <exception cref="ArgumentException">The item is not of this data set.</exception>
    public PhantomAnatomy Anatomy(EchoItem item) => PhantomDatasetWriter.Anatomy(Options, PatientOf(item));

    /// <summary>The scanner of an item's patient.</summary>
    /// <exception cref="ArgumentException">The item is not of this data set.</exception>
    public ScannerPreset Scanner(EchoItem item) => Options.ScannerOf(PatientOf(item));

    /// <summary>Draws an item's image again: the same heart and mask, other speckle and appearance, at the data set's size, in steps of 1/255.</summary>
    /// <param name="item">An item of this data set.</param>
    /// <param name="draw">0 gives the image on disk (before the compression, where the layout has videos); every other number another recording.</param>
    /// <exception cref="ArgumentException">The item is not of this data set, or <paramref name="draw"/> is negative.</exception>
    public EchoImage Redraw(EchoItem item, int draw)
    {
        var patient = PatientOf(item);
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        var image = PhantomDatasetWriter.Render(Options, patient, item.View, item.Phase, draw).Image;
        return EchoImage.FromBytes(image.Width, image.Height, image.ToBytes(), image.Spacing);
    }

    /// <summary>Whether <see cref="Redraw"/> knows an item: not in layouts that do not tell its view and phase.</summary>
    public bool Knows(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Number(item) is not null;
    }

    private int PatientOf(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Number(item) ?? throw new ArgumentException($"Item '{item.Id}' (patient '{item.PatientId}', {item.View}, {item.Phase}) is not one of the phantoms in {Root}, which has patients 1…{Options.Patients}.", nameof(item));
    }

    private int? Number(EchoItem item)
    {
        // In every layout a patient's name ends in its number.
        var digits = item.PatientId.AsSpan(item.PatientId.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1);
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= Options.Patients
            && item.View is EchoView.TwoChamber or EchoView.FourChamber
            && item.Phase is CardiacPhase.EndDiastole or CardiacPhase.EndSystole)
            return number;
        return null;
    }
}
