using EchoSynth.Cli.Pictures;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Anatomies;

/// <summary>Pictures of a shape model's modes of variation, and of the anatomies drawn from it.</summary>
internal static class AnatomySheets
{
    private const int Tile = 144, Gap = 6, Header = 26, Caption = 16, ModeRows = 6, Columns = 4, Rows = 5;
    private static readonly double[] s_deviations = [-2, 0, 2];

    /// <summary>How many anatomies are shown.</summary>
    public const int Most = Columns * Rows;

    /// <summary>The first modes, one a row: mean and two standard deviations to either side, at each phase.</summary>
    public static void Modes(string path, ShapeModel model)
    {
        var (rows, frame) = (Math.Min(ModeRows, model.Deviations.Count), model.Frame.Square(Tile));
        var canvas = new Canvas(Gap + (model.Phases.Count * ((s_deviations.Length * (Tile + Gap)) + (2 * Gap))), Header + (rows * (Tile + Caption)) + Gap, Colour.Paper);
        for (var phase = 0; phase < model.Phases.Count; phase++)
        {
            for (var column = 0; column < s_deviations.Length; column++)
            {
                var left = Gap + (phase * ((s_deviations.Length * (Tile + Gap)) + (2 * Gap))) + (column * (Tile + Gap));
                canvas.Text(left, 9, $"{model.Phases[phase].ShortName()} {(s_deviations[column] == 0 ? "mean" : FormattableString.Invariant($"{s_deviations[column]:0} sd"))}", 1, Colour.Ink);
                for (var mode = 0; mode < rows; mode++)
                {
                    var coefficients = new double[model.Deviations.Count];
                    coefficients[mode] = s_deviations[column];
                    canvas.Mask(left, Header + (mode * (Tile + Caption)), model.At(coefficients).Render(frame, model.Phases[phase]), 1);
                }
            }
        }
        var total = model.Deviations.Sum(d => d * d);
        for (var mode = 0; mode < rows; mode++)
            canvas.Text(Gap, Header + (mode * (Tile + Caption)) + Tile + 4, FormattableString.Invariant($"mode {mode + 1}, {100 * model.Explained * model.Deviations[mode] * model.Deviations[mode] / total:0} per cent of the variation"), 1, Colour.Faint);
        canvas.Save(path);
    }

    /// <summary>The first anatomies, each with all its phases and what its masks measure.</summary>
    public static void Anatomies(string path, IReadOnlyList<DrawnAnatomy> drawn)
    {
        var shown = drawn.Take(Most).ToArray();
        var phases = shown[0].Masks.Count;
        var step = Math.Max(1, shown[0].Masks[0].Width / Tile);
        var side = (shown[0].Masks[0].Width + step - 1) / step;
        var (columns, width) = (Math.Min(shown.Length, Columns), (phases * side) + (3 * Gap));
        var canvas = new Canvas(Gap + (columns * width), Gap + ((shown.Length + columns - 1) / columns * (side + Caption)) + Gap, Colour.Paper);
        for (var i = 0; i < shown.Length; i++)
        {
            var (left, top) = (Gap + (i % columns * width), Gap + (i / columns * (side + Caption)));
            for (var phase = 0; phase < phases; phase++)
            {
                var mask = shown[i].Masks[phase];
                for (var y = 0; y < side; y++)
                {
                    for (var x = 0; x < side; x++)
                        canvas.Set(left + (phase * (side + Gap)) + x, top + y, Colour.Of(mask[Math.Min(x * step, mask.Width - 1), Math.Min(y * step, mask.Height - 1)]));
                }
            }
            canvas.Text(left, top + side + 4, Title(shown[i]), 1, Colour.Faint);
        }
        canvas.Save(path);
    }

    private static string Title(DrawnAnatomy anatomy)
    {
        var (first, fraction) = (anatomy.Measures[0], anatomy.EjectionFraction);
        return FormattableString.Invariant($"{anatomy.Id[5..]}: {first.LvVolumeMl:0} ml{(fraction is null ? "" : FormattableString.Invariant($", ef {fraction:0}"))}, wall {first.WallThicknessMm:0.0} mm");
    }
}
