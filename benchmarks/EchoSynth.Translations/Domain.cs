using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Translations;

/// <summary>One source domain: a scanner preset of the phantom, written and read in one data set's layout.</summary>
internal sealed record Domain(DatasetLayout Layout, string Scanner, int Size)
{
    /// <summary>The five: sizes as the data sets have them, roughly.</summary>
    public static readonly Domain[] All =
    [
        new(DatasetLayout.Ted, "standard", 256),
        new(DatasetLayout.EchoNetDynamic, "high-resolution", 112),
        new(DatasetLayout.HmcQu, "deep", 224),
        new(DatasetLayout.CardiacUda, "portable", 256),
        new(DatasetLayout.Unity, "compound", 256),
    ];

    private static readonly CardiacPhase[] s_phases = [CardiacPhase.EndDiastole, CardiacPhase.EndSystole];

    public string Name => EchoDatasets.NameOf(Layout);

    /// <summary>Hearts that no training has seen: another seed than those of the demos.</summary>
    public PhantomDatasetOptions Options(int patients) => new() { Layout = Layout, Scanner = Scanner, Size = Size, Patients = patients, Seed = 7000 + (ulong)Layout };

    /// <summary>The items at end-diastole and end-systole; where the layout does not tell the phase, by what is known of the phantoms in it.</summary>
    public IReadOnlyList<(EchoItem Item, int Patient, CardiacPhase Phase)> Choose(IEchoDataset dataset) => [.. dataset.Items.GroupBy(Patient).OrderBy(g => g.Key).SelectMany(g =>
        s_phases.Select((phase, i) => (Item: Layout switch
        {
            DatasetLayout.Ted or DatasetLayout.EchoNetDynamic => g.FirstOrDefault(item => item.Phase == phase),
            // Two frames lead in; end-systole is the cycle's fourth.
            DatasetLayout.HmcQu => g.FirstOrDefault(item => item.Frame == (i == 0 ? 2 : 5)),
            _ => g.OrderBy(item => item.Id, StringComparer.Ordinal).ElementAtOrDefault(i),
        }, g.Key, phase))).Where(c => c.Item is not null).Select(c => (c.Item!, c.Key, c.phase))];

    /// <summary>The same heart at the same moment as the target's scanner would show it, on the pixels of a framed recording; and where that scanner looks at all.</summary>
    /// <param name="options">The domain's phantoms.</param>
    /// <param name="patient">Which.</param>
    /// <param name="phase">When.</param>
    /// <param name="framed">How the recording was framed.</param>
    /// <param name="target">The target's scanner.</param>
    /// <param name="draw">Another number is another recording of the same heart.</param>
    public static (EchoImage Image, bool[] Sector) Truth(PhantomDatasetOptions options, int patient, CardiacPhase phase, FrameGeometry framed, ScannerPreset target, ulong draw)
    {
        const int Size = 256;
        var anatomy = PhantomAnatomy.Sample(PhantomRandom.Mix(options.Seed, (ulong)patient));
        var frame = PhantomSimulator.Render(anatomy, EchoView.FourChamber, phase, target, Size, PhantomRandom.Mix(0x7247, (ulong)patient * 8 + (ulong)phase * 4 + draw));
        // From mm of one image to mm of the other: the probe stands in one place.
        var (source, other) = (new ScanConverter(new BeamGrid(options.ScannerOf(patient)), options.Size), new ScanConverter(new BeamGrid(target), Size));
        var scale = source.SpacingMm * options.Size / (framed.SourceWidth * framed.SourceSpacing.X);
        var geometry = FrameGeometry.Whole(Size, Size, frame.Image.Spacing, framed.Size) with
        {
            Left = framed.Left * scale + source.LeftMm - other.LeftMm,
            Top = framed.Top * scale + source.TopMm - other.TopMm,
            Side = framed.Side * scale,
        };
        var lit = new byte[Size * Size];
        for (var i = 0; i < lit.Length; i++)
            lit[i] = (byte)(frame.Sector[i] ? AnatomyLabel.Sector : AnatomyLabel.Background);
        var sector = geometry.Apply(new AnatomyMask(Size, Size, lit, frame.Image.Spacing));
        return (geometry.Apply(frame.Image), Regions.Of(sector, AnatomyLabel.Sector));
    }

    private static int Patient(EchoItem item)
    {
        var digits = item.PatientId[(item.PatientId.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return int.Parse(digits[^Math.Min(4, digits.Length)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
