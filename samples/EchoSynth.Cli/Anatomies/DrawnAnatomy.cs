using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Anatomies;

/// <summary>One anatomy with its masks: what was asked of it and what they measure.</summary>
internal sealed record DrawnAnatomy(string Id, EchoView View, ShapeAnatomy Anatomy, ShapeTargets? Asked, IReadOnlyList<AnatomyMask> Masks)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>What each mask measures.</summary>
    public IReadOnlyList<AnatomyMeasures> Measures { get; } = [.. Masks.Select(AnatomyMeasures.Of)];

    /// <summary>Percent; null of single frames.</summary>
    public double? EjectionFraction => Measures is [var before, var after] ? AnatomyMeasures.EjectionFraction(before, after) : null;

    /// <summary>The mask's file, such as shape0001_4CH_ED_gt.png.</summary>
    public string FileOf(int phase) => string.Join("_", new[] { Id, View.ShortName(), Anatomy.Phases[phase].ShortName(), "gt" }.OfType<string>()) + ".png";

    /// <summary>A line of measures.jsonl.</summary>
    public string Line() => JsonSerializer.Serialize(new
    {
        Id,
        View = AnatomyModels.NameOf(View),
        Deviation = Rounded(Anatomy.Deviation),
        Anatomy.Redraws,
        Asked,
        EjectionFraction = Rounded(EjectionFraction),
        Masks = Measures.Select((measures, i) => (File: FileOf(i), Measures: measures)).Select(m => new
        {
            m.File,
            LvVolumeMl = Rounded(m.Measures.LvVolumeMl),
            LvLengthMm = Rounded(m.Measures.LvLengthMm),
            LvDiameterMm = Rounded(m.Measures.LvDiameterMm),
            WallThicknessMm = Rounded(m.Measures.WallThicknessMm),
            WallMinimumMm = Rounded(m.Measures.WallMinimumMm),
            AtrialVolumeMl = Rounded(m.Measures.AtrialVolumeMl),
            AtrialAreaMm2 = Rounded(m.Measures.AtrialAreaMm2),
        }),
        Coefficients = Anatomy.Coefficients.Select(c => Math.Round(c, 4)),
    }, s_json);

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 2) : null;
}
