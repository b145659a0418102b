using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>The traced LV contours of one frame, each from one hinge of the mitral valve round the apex to the other.</summary>
/// <param name="Name">The frame's file name.</param>
/// <param name="Contours">Points in pixels; empty where nothing was traced.</param>
/// <param name="Problem">What is wrong with them; null where nothing is.</param>
internal sealed record UnityCurve(string Name, IReadOnlyList<(double X, double Y)[]> Contours, string? Problem)
{
    /// <summary>"x y z …" twice, as points. Null with the reason where they are none.</summary>
    public static (double X, double Y)[]? Points(string xs, string ys, out string problem)
    {
        problem = "";
        var (x, y) = (Numbers(xs), Numbers(ys));
        if (x is null || y is null)
            problem = $"its {(x is null ? "x" : "y")} is no list of numbers with spaces between";
        else if (x.Length != y.Length)
            problem = $"it has {x.Length} x and {y.Length} y";
        else if (x.Length is < 3 or > PolygonFill.MaximalCorners)
            problem = $"it has {x.Length} points; 3 to {PolygonFill.MaximalCorners} make a contour";
        return problem.Length > 0 ? null : [.. x!.Zip(y!)];
    }

    /// <summary>The pixels inside any of the contours, each closed by the straight line between its ends.</summary>
    public AnatomyMask Mask(int width, int height, PixelSpacing spacing)
    {
        var labels = new byte[width * height];
        foreach (var contour in Contours)
        {
            var inside = PolygonFill.Fill(contour, width, height);
            for (var i = 0; i < labels.Length; i++)
            {
                if (inside[i])
                    labels[i] = (byte)AnatomyLabel.LeftVentricle;
            }
        }
        return new AnatomyMask(width, height, labels, spacing);
    }

    private static double[]? Numbers(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return null;
        }
        return numbers;
    }
}
