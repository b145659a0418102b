using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>Adds to a mask the structures that it does not mark.</summary>
internal sealed class ShapeCompletion(ShapeModel model)
{
    /// <summary>Points of a bare ventricle's outline that are tried as the annulus' ends, and the least and greatest share of the outline between them.</summary>
    private const int Candidates = 64, LeastBase = 5, MostBase = 22;

    public AnatomyMask Complete(AnatomyMask partial, IReadOnlyList<AnatomyLabel> annotated, CardiacPhase known)
    {
        ArgumentNullException.ThrowIfNull(partial);
        ArgumentNullException.ThrowIfNull(annotated);
        if (!annotated.Contains(AnatomyLabel.LeftVentricle))
            throw new ArgumentException($"The mask marks {(annotated.Count > 0 ? string.Join(", ", annotated) : "nothing")}; a completion needs LeftVentricle. Fill the cavity first where only its wall is marked.", nameof(annotated));
        var given = new byte[partial.Labels.Length];
        for (var i = 0; i < given.Length; i++)
            given[i] = annotated.Contains((AnatomyLabel)partial.Labels[i]) || partial.Labels[i] == (byte)AnatomyLabel.Sector ? partial.Labels[i] : (byte)0;
        OutlineRaster.Tidy(given, partial.Width, annotated);
        var mask = new AnatomyMask(partial.Width, partial.Height, given, partial.Spacing);
        var clean = MaskCleaning.Clean(mask);
        if (clean.Count(l => l == (byte)AnatomyLabel.LeftVentricle) is var pixels && pixels < 30)
            throw new ArgumentException($"The left ventricle has {pixels} pixels; at least 30 are needed.", nameof(partial));

        var best = Enumerable.Range(0, model.Phases.Count).Where(phase => model.Phases[phase] == known || !model.Phases.Contains(known)).Select(phase => Fit(phase, mask, clean, annotated)).OfType<Match>().MaxBy(m => m.LogLikelihood)
            ?? throw new ArgumentException("The left ventricle lies so that no mitral plane is found: the apex must point up to within 45°.", nameof(partial));
        var completed = Draw(mask, best, annotated);
        var problems = AnatomyValidity.Check(completed).Where(p => Counts(p.Fault, annotated)).ToArray();
        return problems.Length == 0 ? completed : throw new ArgumentException($"No valid anatomy comes of the mask: {string.Join(" ", problems.Select(p => p.Message))}", nameof(partial));
    }

    // A recording may cut structures, and the given ones are not ours to judge by a wall's thickness.
    private static bool Counts(AnatomyFault fault, IReadOnlyList<AnatomyLabel> annotated) =>
        fault != AnatomyFault.OutsideImage && (fault != AnatomyFault.ThinWall || !annotated.Contains(AnatomyLabel.Myocardium));

    private Match? Fit(int phase, AnatomyMask mask, byte[] clean, IReadOnlyList<AnatomyLabel> annotated)
    {
        var contour = RegionContour.Trace(MaskCleaning.Of(clean, AnatomyLabel.LeftVentricle), clean, mask.Width, mask.Spacing);
        if (MitralBase.Find(contour) is { } mitral)
        {
            var endocardium = OutlineReader.Endocardium(contour, mitral, mask.Spacing);
            var wall = annotated.Contains(AnatomyLabel.Myocardium) ? OutlineReader.Walls(endocardium, clean, mask) : null;
            var hasAtrium = annotated.Contains(AnatomyLabel.LeftAtrium) && clean.Contains((byte)AnatomyLabel.LeftAtrium);
            var atrium = hasAtrium ? OutlineReader.Atrium(clean, mask, endocardium[0], endocardium[^1]) : null;
            return Try(Condition(phase, wall, atrium), mask, endocardium, wall, atrium);
        }
        var condition = Condition(phase, null, null);
        var ring = Polyline.Resample(Polyline.Smooth([.. contour.Points, contour.Points[0]], Math.Max(1.2 * mask.Spacing.X, 1.2 * mask.Spacing.Y)), Candidates + 1);
        Match? best = null;
        for (var first = 0; first < Candidates; first++)
        {
            for (var length = LeastBase; length <= MostBase; length++)
            {
                var arc = Enumerable.Range(first + length, Candidates - length + 1).Select(i => ring[i % Candidates]).ToArray();
                if (Try(condition, mask, Polyline.Resample(arc, Outline.EndocardialPoints), null, null) is { } match && match.LogLikelihood > (best?.LogLikelihood ?? double.NegativeInfinity))
                    best = match;
            }
        }
        return best;
    }

    private ShapeCondition Condition(int phase, double[]? wall, Point[]? atrium) => new(model, phase,
        Enumerable.Range(0, Outline.Size).Where(i => i < Outline.WallAt || (i < Outline.AtriumAt ? wall is not null : atrium is not null)));

    private static Match? Try(ShapeCondition condition, AnatomyMask mask, Point[] endocardium, double[]? wall, Point[]? atrium)
    {
        var pose = Similarity.Fit(endocardium, condition.Mean.Endocardium, scale: mask.Spacing == PixelSpacing.Unit);
        if (!pose.IsUpright)
            return null;
        var posed = new Outline(
            [.. endocardium.Select(pose.Apply)],
            [.. (wall ?? condition.Mean.Wall.Select(w => w / pose.Scale)).Select(w => w * pose.Scale)],
            atrium is null ? condition.Mean.Atrium : [.. atrium.Select(pose.Apply)]);
        var vector = new double[Outline.Size];
        posed.Write(vector);
        return new Match(condition.LogLikelihood(vector), condition, vector, pose, endocardium);
    }

    private static AnatomyMask Draw(AnatomyMask mask, Match match, IReadOnlyList<AnatomyLabel> annotated)
    {
        var expected = match.Condition.Expect(match.Vector);
        var (labels, frame) = (mask.Labels.ToArray(), ShapeFrame.Of(mask));
        if (!annotated.Contains(AnatomyLabel.Myocardium))
            OutlineRaster.Wall(labels, frame, Polyline.Refine(match.Endocardium, 3), [.. expected.Wall.Select(w => w / match.Pose.Scale)], over: AnatomyLabel.Background, beyondMm: MitralBase.SlackMm / match.Pose.Scale);
        if (!annotated.Contains(AnatomyLabel.LeftAtrium))
        {
            var atrium = new byte[labels.Length];
            OutlineRaster.Fill(atrium, frame, Atrium(expected, match, mask.Spacing), AnatomyLabel.LeftAtrium);
            for (var i = 0; i < labels.Length; i++)
                labels[i] = atrium[i] != 0 && labels[i] is (0 or (byte)AnatomyLabel.Sector) ? atrium[i] : labels[i];
            Rim(labels, mask, match.Endocardium[0], match.Endocardium[^1]);
        }
        // Nothing is known outside a sector that the mask marks.
        if (mask.HasSector)
        {
            for (var i = 0; i < labels.Length; i++)
                labels[i] = mask.Labels[i] == 0 ? (byte)0 : labels[i];
        }
        OutlineRaster.Tidy(labels, mask.Width, [.. Datasets.LabelMap.Structures.Except(annotated)]);
        MaskCleaning.FillGaps(labels, mask.Width);
        return new AnatomyMask(mask.Width, mask.Height, labels, mask.Spacing);
    }

    /// <summary>The expected atrium moved to the given annulus, its upper side drawn two pixels into the cavity, which has precedence: no gap is left between them.</summary>
    private static Point[] Atrium(Outline expected, Match match, PixelSpacing spacing)
    {
        var points = expected.Atrium.Select(match.Pose.Undo).ToArray();
        var (left, right) = (match.Endocardium[0], match.Endocardium[^1]);
        var (dl, dr) = (left - points[0], right - points[^1]);
        for (var i = 0; i < points.Length; i++)
            points[i] += Point.Between(dl, dr, (double)i / (points.Length - 1));
        var up = 2 * Math.Max(spacing.X, spacing.Y) * (right - left).Left.Unit;
        return [left + up, .. Polyline.Refine(points, 3), right + up];
    }

    /// <summary>Gives what borders on the cavity beyond the mitral plane, and is still free, to the atrium: a given cavity's base is not as straight as the plane.</summary>
    private static void Rim(byte[] labels, AnatomyMask mask, Point left, Point right)
    {
        var (frame, width, height, chord) = (ShapeFrame.Of(mask), mask.Width, mask.Height, right - left);
        for (var i = 0; i < labels.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            if (labels[i] is not (0 or (byte)AnatomyLabel.Sector) || Point.Cross(chord, frame.Centre(x, y) - left) < 0)
                continue;
            for (var k = 0; k < 9; k++)
            {
                var (nx, ny) = (x + (k % 3) - 1, y + (k / 3) - 1);
                if ((uint)nx < (uint)width && (uint)ny < (uint)height && labels[(ny * width) + nx] == (byte)AnatomyLabel.LeftVentricle)
                    labels[i] = (byte)AnatomyLabel.LeftAtrium;
            }
        }
    }

    private sealed record Match(double LogLikelihood, ShapeCondition Condition, double[] Vector, Similarity Pose, Point[] Endocardium);
}
