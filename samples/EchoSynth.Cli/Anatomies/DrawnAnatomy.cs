using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Anatomies;

/// <summary>One anatomy with its masks: what was asked of it and what they measure.</summary>
internal sealed record DrawnAnatomy(string Id, EchoView View, ShapeAnatomy Anatomy, ShapeTargets? Asked, IReadOnlyList<AnatomyMask> Masks)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The mask's file, such as shape0001_4CH_ED_gt.png.</summary>
    public string FileOf(int phase)
    {
        var name = Anatomy.Phases[phase] switch { CardiacPhase.EndDiastole => "ED", CardiacPhase.EndSystole => "ES", _ => "" };
        return string.Join("_", new[] { Id, AnatomyModels.NameOf(View), name, "gt" }.Where(p => p.Length > 0)) + ".png";
    }

    /// <summary>A line of measures.jsonl.</summary>
    public string Line() => JsonSerializer.Serialize(new
    {
        Id,
        View = AnatomyModels.NameOf(View),
        Deviation = Rounded(Anatomy.Deviation),
        Anatomy.Redraws,
        Asked,
        EjectionFraction = Masks.Count == 2 ? Rounded(AnatomyMeasures.EjectionFraction(Masks[0], Masks[1])) : null,
        Masks = Masks.Select((mask, i) => (File: FileOf(i), Measures: AnatomyMeasures.Of(mask))).Select(m => new
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
