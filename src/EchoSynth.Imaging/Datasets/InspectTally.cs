namespace EchoSynth.Imaging.Datasets;

/// <summary>Counts what loaded pairs hold. Threads may add at the same time; the sum does not depend on their order.</summary>
internal sealed class InspectTally(int items)
{
    private const int Labels = (int)AnatomyLabel.Sector + 1;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, SkippedItem> _failed = [];
    private readonly Dictionary<(int Width, int Height), int> _sizes = [];
    private readonly Dictionary<PixelSpacing, int> _spacings = [];
    private readonly long[] _pixels = new long[Labels];
    private readonly int[] _masks = new int[Labels];
    private readonly double[] _sums = new double[items];
    private float _darkest = float.PositiveInfinity;
    private float _brightest = float.NegativeInfinity;
    private int _loaded;
    private int _broken;

    public void Add(int index, EchoPair pair)
    {
        var (image, mask) = (pair.Image, pair.Mask);
        var counts = new long[Labels];
        foreach (var label in mask.Labels)
            counts[label]++;
        var (darkest, brightest, sum) = (float.PositiveInfinity, float.NegativeInfinity, 0.0);
        foreach (var grey in image.Pixels)
            (darkest, brightest, sum) = (Math.Min(darkest, grey), Math.Max(brightest, grey), sum + grey);
        var broken = counts[(int)AnatomyLabel.LeftVentricle] > 0
            && Components.Of(Regions.Of(mask, AnatomyLabel.LeftVentricle), mask.Width, mask.Height, diagonal: true).Sizes.Count > 1;
        var spacing = new PixelSpacing(Math.Round(image.Spacing.X, 3), Math.Round(image.Spacing.Y, 3));
        lock (_gate)
        {
            _loaded++;
            _broken += broken ? 1 : 0;
            _sums[index] = sum;
            (_darkest, _brightest) = (Math.Min(_darkest, darkest), Math.Max(_brightest, brightest));
            _sizes[(image.Width, image.Height)] = _sizes.GetValueOrDefault((image.Width, image.Height)) + 1;
            _spacings[spacing] = _spacings.GetValueOrDefault(spacing) + 1;
            for (var i = 0; i < Labels; i++)
                (_pixels[i], _masks[i]) = (_pixels[i] + counts[i], _masks[i] + (counts[i] > 0 ? 1 : 0));
        }
    }

    public void Fail(int index, EchoItem item, Exception error)
    {
        lock (_gate)
            _failed.Add(index, new SkippedItem(item.Id, error.Message));
    }

    public DatasetInspection Result(IEchoDataset dataset)
    {
        var pixels = _pixels.Sum();
        return new DatasetInspection
        {
            Name = dataset.Name,
            Items = dataset.Items.Count,
            Patients = dataset.Items.Select(item => item.PatientId).Distinct(StringComparer.Ordinal).Count(),
            Views = Counted(dataset.Items.Select(item => item.View)),
            Phases = Counted(dataset.Items.Select(item => item.Phase)),
            Splits = Counted(dataset.Items.Select(item => item.Split)),
            Annotated = dataset.Annotated,
            Skipped = dataset.Skipped,
            Warnings = dataset.Warnings,
            Loaded = _loaded,
            Failed = [.. _failed.Values],
            Sizes = [.. _sizes.OrderByDescending(s => s.Value).ThenBy(s => s.Key).Select(s => new DatasetSizeCount(s.Key.Width, s.Key.Height, s.Value))],
            Spacings = [.. _spacings.OrderByDescending(s => s.Value).ThenBy(s => s.Key.X).ThenBy(s => s.Key.Y).Select(s => new DatasetSpacingCount(s.Key == PixelSpacing.Unit ? null : s.Key, s.Value))],
            Labels = [.. Enumerable.Range(0, Labels).Select(i => new DatasetLabelCount((AnatomyLabel)i, _pixels[i], pixels > 0 ? (double)_pixels[i] / pixels : 0, _masks[i]))],
            GreyMinimum = _loaded > 0 ? _darkest : null,
            GreyMaximum = _loaded > 0 ? _brightest : null,
            GreyMean = pixels > 0 ? _sums.Sum() / pixels : null,
            MasksWithSeveralCavities = _broken,
        };
    }

    private static SortedDictionary<T, int> Counted<T>(IEnumerable<T> values) where T : struct, Enum =>
        new(values.CountBy(value => value).ToDictionary());
}
