using System.Globalization;
using System.Text.Json;
using EchoSynth.Cli.Terminal;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Commands;

/// <summary>An inspection as a table for people and as JSON for programs.</summary>
internal static class InspectReport
{
    private const int MostLines = 10;

    public static void Print(DatasetInspection found, TextWriter output)
    {
        Line("data set", $"{found.Name}, {Texts.Count(found.Items, "item")} of {Texts.Count(found.Patients, "patient")}");
        Line("views", Counts(found.Views));
        Line("phases", Counts(found.Phases));
        Line("splits", Counts(found.Splits));
        Line("annotated", string.Join(", ", found.Annotated));
        Line("loaded", Number($"{found.Loaded:N0}{(found.Failed.Count > 0 ? $", {found.Failed.Count:N0} cannot be read" : "")}"));
        Few("sizes", found.Sizes.Select(s => (Number($"{s.Width} × {s.Height}"), s.Images)));
        Few("spacing", found.Spacings.Select(s => (s.Spacing is { } mm ? Number($"{mm.X:0.###} × {mm.Y:0.###} mm") : "not known", s.Images)));
        Line("grey", Number($"{found.GreyMinimum:0.000} to {found.GreyMaximum:0.000}, mean {found.GreyMean:0.000}"));
        if (found.MasksWithSeveralCavities > 0)
            Line("topology", $"{Texts.Count(found.MasksWithSeveralCavities, "mask")} with the LV in several pieces");
        output.WriteLine();
        output.WriteLine($"{"label",-16} {"share",8} {"masks",8} {"pixels",15}");
        foreach (var label in found.Labels)
            output.WriteLine(Number($"{label.Label,-16} {100 * label.Share,7:0.00}% {label.Masks,8:N0} {label.Pixels,15:N0}"));
        if (found.Warnings.Count > 0)
            output.WriteLine();
        foreach (var warning in found.Warnings)
            output.WriteLine($"warning: {warning}");
        Reasons("left out", found.Skipped);
        Reasons("cannot be read", found.Failed);

        void Line(string name, string value) => output.WriteLine($"{name,-10} {value}");

        void Few(string name, IEnumerable<(string Value, int Images)> counts)
        {
            var all = counts.ToList();
            Line(name, string.Join(", ", all.Take(MostLines).Select(c => all.Count == 1 ? c.Value : Number($"{c.Value} ({c.Images:N0})"))) + (all.Count > MostLines ? $" and {all.Count - MostLines} more" : ""));
        }

        void Reasons(string title, IReadOnlyList<SkippedItem> items)
        {
            if (items.Count == 0)
                return;
            output.WriteLine();
            output.WriteLine($"{title} ({items.Count}):");
            foreach (var item in items.Take(MostLines))
                output.WriteLine($"  {item.Id}: {item.Reason}");
            if (items.Count > MostLines)
                output.WriteLine($"  and {items.Count - MostLines} more (--json has them all)");
        }
    }

    /// <summary>The same with stable names; docs/datasets.md tells what they mean.</summary>
    public static object Json(DatasetInspection found) => new
    {
        name = found.Name,
        items = found.Items,
        patients = found.Patients,
        views = Named(found.Views),
        phases = Named(found.Phases),
        splits = Named(found.Splits),
        annotated = found.Annotated.Select(a => Snake(a.ToString())),
        loaded = found.Loaded,
        sizes = found.Sizes.Select(s => new { width = s.Width, height = s.Height, images = s.Images }),
        spacings = found.Spacings.Select(s => new { x_mm = s.Spacing?.X, y_mm = s.Spacing?.Y, images = s.Images }),
        labels = found.Labels.ToDictionary(l => Snake(l.Label.ToString()), l => new { pixels = l.Pixels, share = l.Share, masks = l.Masks }),
        grey = new { minimum = found.GreyMinimum, maximum = found.GreyMaximum, mean = found.GreyMean },
        masks_with_several_cavities = found.MasksWithSeveralCavities,
        warnings = found.Warnings,
        skipped = found.Skipped.Select(s => new { id = s.Id, reason = s.Reason }),
        failed = found.Failed.Select(s => new { id = s.Id, reason = s.Reason }),
    };

    private static string Counts<T>(IReadOnlyDictionary<T, int> counts) where T : notnull => string.Join(", ", counts.Select(c => Number($"{c.Key} {c.Value:N0}")));

    private static Dictionary<string, int> Named<T>(IReadOnlyDictionary<T, int> counts) where T : notnull => counts.ToDictionary(c => Snake(c.Key.ToString()!), c => c.Value);

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
