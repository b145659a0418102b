using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>TED: full cycles of CAMUS patients in the four-chamber view, each frame with its mask (patientNNN/patientNNN_4CH_sequence.mhd, _sequence_gt.mhd, _info.cfg).</summary>
/// <remarks>
/// Each frame is an item, "patient001_4CH_007", frames from 0. ED and ES are the frames that patientNNN_4CH_info.cfg names, counted there from 1; the rest have no phase, and all have
/// none where there is no such file. TED states no split. The published masks mark LV and myocardium, not the left atrium; patientNNN is patient0NNN of CAMUS, so that a model
/// trained on that patient has seen it. <see cref="Load"/> may be called from many threads; the few sequences read last are kept.
/// </remarks>
public sealed class TedDataset : IEchoDataset
{
    private readonly SequenceLoader _sequences;
    private readonly LabelMap _map;

    private TedDataset(string root, LabelMap map, IReadOnlyList<EchoItem> items, IReadOnlyList<SkippedItem> skipped) =>
        (Root, _map, _sequences, Items, Skipped) = (root, map, new SequenceLoader(map), items, skipped);

    /// <inheritdoc/>
    public string Name => "TED";

    /// <summary>The folder that was opened.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items { get; }

    /// <summary>The patients that were left out with <see cref="TedOptions.SkipIncomplete"/>, and why.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <summary>LV and myocardium, of these what the label map knows.</summary>
    public IReadOnlyList<AnatomyLabel> Annotated => [.. _map.Annotated.Where(label => label != AnatomyLabel.LeftAtrium)];

    /// <summary>Opens a copy of TED. Headers are read, not pixels.</summary>
    /// <param name="root">The folder with the patients' folders, or with database.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="EchoFormatException">No TED layout, or a patient is incomplete: a file is missing, the sequences differ in size, or the cfg names a frame that is not there.</exception>
    public static TedDataset Open(string root, TedOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new TedOptions();
        var folders = Folders(root);
        if (folders.Count == 0)
            throw new EchoFormatException(root, null, "no TED layout: no folder patientNNN with patientNNN_4CH_sequence.mhd in it, nor in database.");
        var (items, skipped) = (new List<EchoItem>(), new List<SkippedItem>());
        foreach (var folder in folders)
        {
            try
            {
                items.AddRange(Patient(folder));
            }
            catch (EchoFormatException error) when (options.SkipIncomplete)
            {
                skipped.Add(new SkippedItem(Path.GetFileName(folder), error.Message));
            }
        }
        return items.Count > 0
            ? new TedDataset(root, options.LabelMap, items, skipped)
            : throw new EchoFormatException(root, null, $"none of the {folders.Count} patients can be read: {skipped[0].Reason}");
    }

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _sequences.Load(item);
    }

    internal static bool IsAt(string root) => Folders(root).Count > 0;

    internal static string Stem(string patient) => patient + "_4CH";

    private static List<string> Folders(string root)
    {
        foreach (var container in new[] { "", "database" })
        {
            var patients = DatasetFiles.Folders(Path.Combine(root, container))
                .Where(folder => Path.GetFileName(folder) is var name && CamusNames.IsPatient(name) && IsSequence(folder, name)).ToList();
            if (patients.Count > 0)
                return patients;
        }
        return [];
    }

    // The older layout of CAMUS has sequences too, but ED and ES by themselves beside them and other names of the cfg.
    private static bool IsSequence(string folder, string patient)
    {
        var stem = Path.Combine(folder, Stem(patient));
        return File.Exists(stem + "_sequence.mhd") && !File.Exists(stem + "_ED.mhd") && !File.Exists(Path.Combine(folder, CamusNames.Info(EchoView.FourChamber)));
    }

    private static IEnumerable<EchoItem> Patient(string folder)
    {
        var patient = Path.GetFileName(folder);
        var stem = Path.Combine(folder, Stem(patient));
        var (image, mask, cfg) = (stem + "_sequence.mhd", stem + "_sequence_gt.mhd", stem + "_info.cfg");
        if (!File.Exists(mask))
            throw new EchoFormatException(folder, "pairs", $"{Path.GetFileName(image)} has no mask {Path.GetFileName(mask)}.");
        var (size, maskSize) = (MetaImageFile.ReadSize(image), MetaImageFile.ReadSize(mask));
        if (size != maskSize)
            throw new EchoFormatException(mask, "DimSize", $"{maskSize.Width} × {maskSize.Height} × {maskSize.Depth}, but the images are {size.Width} × {size.Height} × {size.Depth}; both must be of one size.");
        var info = File.Exists(cfg) ? CamusInfo.Read(cfg) : new CamusInfo();
        foreach (var (key, frame) in new[] { ("ED", info.EndDiastole), ("ES", info.EndSystole) })
        {
            if (frame < 1 || frame > size.Depth)
                throw new EchoFormatException(cfg, key, $"{frame}; the sequence has frames 1 to {size.Depth}.");
        }
        return Enumerable.Range(0, size.Depth).Select(frame => new EchoItem(
            string.Create(CultureInfo.InvariantCulture, $"{Stem(patient)}_{frame:D3}"),
            patient,
            EchoView.FourChamber,
            frame + 1 == info.EndDiastole ? CardiacPhase.EndDiastole : frame + 1 == info.EndSystole ? CardiacPhase.EndSystole : CardiacPhase.Unknown,
            DatasetSplit.Unassigned,
            image,
            mask,
            frame));
    }
}
