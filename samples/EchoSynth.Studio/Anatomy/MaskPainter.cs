using EchoSynth.Imaging;

namespace EchoSynth.Studio.Anatomy;

/// <summary>Contours as a mask of a scanner's picture: a pixel is what its middle lies in; ventricle before wall before atrium; cut at the sector's edge.</summary>
internal static class MaskPainter
{
    public static AnatomyMask Paint(Heart heart, ScannerView view)
    {
        var labels = new byte[view.Size * view.Size];
        Fill(labels, view, heart.AtrialLine, AnatomyLabel.LeftAtrium);
        Fill(labels, view, heart.Outer, AnatomyLabel.Myocardium);
        Fill(labels, view, heart.Endocardium, AnatomyLabel.LeftVentricle);
        for (var i = 0; i < labels.Length; i++)
        {
            if (!view.Sector[i])
                labels[i] = (byte)AnatomyLabel.Background;
            else if (labels[i] == 0)
                labels[i] = (byte)AnatomyLabel.Sector;
        }
        return new AnatomyMask(view.Size, view.Size, labels, view.Spacing);
    }

    private static void Fill(byte[] labels, ScannerView view, Mm[] polygon, AnatomyLabel label)
    {
        var crossings = new List<double>();
        for (var y = 0; y < view.Size; y++)
        {
            var z = view.Centre(0, y).Z;
            crossings.Clear();
            for (var i = 0; i < polygon.Length; i++)
            {
                var (a, b) = (polygon[i], polygon[(i + 1) % polygon.Length]);
                if (a.Z <= z != b.Z <= z)
                    crossings.Add(a.X + ((z - a.Z) * (b.X - a.X) / (b.Z - a.Z)));
            }
            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var (from, to) = (Column(crossings[i], view), Column(crossings[i + 1], view));
                if (from < to)
                    labels.AsSpan((y * view.Size) + from, to - from).Fill((byte)label);
            }
        }
    }

    /// <summary>The first column whose middle lies at or beyond x.</summary>
    private static int Column(double x, ScannerView view) => (int)Math.Clamp(Math.Ceiling(((x + (view.ExtentMm / 2)) / view.Spacing.X) - 0.5), 0, view.Size);
}
