using System.Globalization;
using System.Text.RegularExpressions;

namespace EchoSynth.Imaging.Datasets;

/// <summary>One video of CardiacUDA.</summary>
/// <param name="Site">The site's folder; empty where the videos lie in the opened folder itself.</param>
/// <param name="Patient">"patientN", within its site.</param>
/// <param name="View">The number of the view.</param>
/// <param name="Image">The images.</param>
internal sealed partial record CardiacUdaVideo(string Site, string Patient, int View, string Image)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{PatientId}-{View}");

    public string Label => Image.Replace("_image.nii", "_label.nii", StringComparison.Ordinal);

    // Sites count their patients by themselves.
    private string PatientId => Site.Length == 0 ? Patient : $"{Site}_{Patient}";

    public static IEnumerable<CardiacUdaVideo> Find(IEnumerable<(string Folder, string Site)> folders)
    {
        foreach (var (folder, site) in folders)
        {
            foreach (var path in DatasetFiles.Files(folder))
            {
                if (ImageName().Match(Path.GetFileName(path)) is { Success: true } match)
                    yield return new CardiacUdaVideo(site, match.Groups[1].Value, match.Groups[2].ValueSpan[0] - '0', path);
            }
        }
    }

    public (IReadOnlyList<int>? Labelled, EchoFormatException? Error) LabelledFrames()
    {
        try
        {
            if (!File.Exists(Label))
                return (null, new EchoFormatException(Image, "pairs", $"there is no {Path.GetFileName(Label)} beside it."));
            var size = NiftiFile.ReadSize(Image);
            using var labels = NiftiFile.Read(Label);
            if (size != (labels.Width, labels.Height, labels.Depth))
                return (null, new EchoFormatException(Label, "dim", $"{labels.Width} × {labels.Height} × {labels.Depth}, but the images are {size.Width} × {size.Height} × {size.Depth}; both must be of one size."));
            var values = new float[labels.Width * labels.Height];
            var labelled = new List<int>();
            for (var frame = 0; frame < labels.Depth; frame++)
            {
                labels.CopyFrame(frame, values);
                // NaN is no label either way; loading the frame says so.
                if (values.AsSpan().ContainsAnyExceptInRange(-0.5f, 0.5f))
                    labelled.Add(frame);
            }
            return (labelled, null);
        }
        catch (EchoFormatException error)
        {
            return (null, error);
        }
    }

    public EchoItem Item(int frame) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Id}_{frame:D3}"),
        PatientId,
        View == 4 ? EchoView.FourChamber : EchoView.Unknown,
        CardiacPhase.Unknown,
        DatasetSplit.Unassigned,
        Image,
        Label,
        frame);

    [GeneratedRegex(@"^(patient[0-9]+)-([1-9])_image\.nii(?:\.gz)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ImageName();
}
