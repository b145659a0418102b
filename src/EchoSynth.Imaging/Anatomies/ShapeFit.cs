using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>Fits a model to masks.</summary>
internal static class ShapeFit
{
    public static ShapeModel Fit(IEnumerable<ShapeHeart> hearts, ShapeModelOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hearts);
        options.Validate();
        var all = hearts.ToArray();
        var single = all.Count(h => h.EndSystole is null);
        if (single > 0 && single < all.Length)
            throw new ArgumentException($"{single} of {all.Length} hearts have no end-systole; all or none must have one.", nameof(hearts));
        var (vectors, problems) = (new double[]?[all.Length], new string[all.Length]);
        Parallel.For(0, all.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => vectors[i] = Vector(all[i], out problems[i]));
        var kept = vectors.OfType<double[]>().ToArray();
        var skipped = Enumerable.Range(0, all.Length).Where(i => vectors[i] is null).Select(i => new SkippedItem(all[i].Id, problems[i])).ToArray();
        if (kept.Length < ShapeModelOptions.LeastHearts)
            throw new ArgumentException($"{kept.Length} of {all.Length} hearts can be used; at least {ShapeModelOptions.LeastHearts} are needed.{Reasons(skipped)}", nameof(hearts));
        IReadOnlyList<CardiacPhase> phases = single == 0 ? [CardiacPhase.EndDiastole, CardiacPhase.EndSystole] : [CardiacPhase.Unknown];
        var used = all.Where((_, i) => vectors[i] is not null).Select(h => h.EndDiastole).ToArray();
        var frame = ShapeModel.Reference(Median(used.Select(m => m.Width * m.Spacing.X)), Median(used.Select(m => m.Height * m.Spacing.Y)));
        return new ShapeModel(ShapeBasis.Fit(kept, options.Variance), options, phases, frame, kept.Length, skipped);
    }

    /// <summary>A heart's landmarks, or why there are none.</summary>
    public static double[]? Vector(ShapeHeart heart, out string problem)
    {
        var masks = heart.EndSystole is { } second ? [heart.EndDiastole, second] : new[] { heart.EndDiastole };
        var vector = new double[Outline.Start(masks.Length)];
        HeartPose? pose = null;
        problem = "";
        for (var i = 0; i < masks.Length; i++)
        {
            var where = masks.Length == 1 ? "" : i == 0 ? "end-diastole: " : "end-systole: ";
            if (masks[i].Spacing == PixelSpacing.Unit)
            {
                problem = where + "the pixel spacing is not known.";
                return null;
            }
            if (OutlineReader.Read(masks[i], out var reason) is not { } outline)
            {
                problem = where + reason;
                return null;
            }
            if ((pose ??= HeartPose.Of(outline)) is not { } place)
            {
                problem = where + "the apex does not point up to within 60°.";
                return null;
            }
            place.Write(vector);
            place.Own(outline).Write(vector.AsSpan(Outline.Start(i), Outline.Size));
        }
        return vector;
    }

    private static string Reasons(SkippedItem[] skipped) => skipped.Length == 0 ? ""
        : " Left out: " + string.Join("; ", skipped.GroupBy(s => s.Reason).OrderByDescending(g => g.Count()).Take(3).Select(g => $"{g.Count()} × {g.Key.TrimEnd('.')} (such as {g.First().Id})")) + ".";

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
