using EchoSynth.Imaging;

namespace EchoSynth.Augmentation;

/// <summary>Where each pixel of a warped pair comes from: elastic displacement, then an affine map about the apex, then a flip.</summary>
internal sealed class PairWarp
{
    private readonly double _sin;
    private readonly double _cos = 1;

    /// <summary>Degrees.</summary>
    public double Rotation
    {
        get;
        init
        {
            field = value;
            (_sin, _cos) = Math.SinCos(-value * Math.PI / 180);
        }
    }

    /// <summary>How large anatomy becomes.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Lateral shift per depth.</summary>
    public double Shear { get; init; }

    /// <summary>Pixels to the right.</summary>
    public double ShiftX { get; init; }

    /// <summary>Pixels down.</summary>
    public double ShiftY { get; init; }

    public bool Flip { get; init; }

    public ElasticField? Elastic { get; init; }

    public bool IsIdentity => Rotation == 0 && Scale == 1 && Shear == 0 && ShiftX == 0 && ShiftY == 0 && !Flip && Elastic is null;

    /// <summary>Warps pixels (Lanczos) and labels (the label with most weight among the four around) inside the sector.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="sector">Row-major: true inside the sector.</param>
    /// <param name="pixels">Row-major grey values; replaced.</param>
    /// <param name="labels">Row-major labels; replaced.</param>
    public void Apply(int width, bool[] sector, float[] pixels, byte[] labels)
    {
        var height = sector.Length / width;
        var apex = SectorExtension.Apex(sector, width);
        var margin = Margin(apex, width, height);
        var (wide, high) = (width + 2 * margin, height + 2 * margin);
        var (fromSector, fromPixels, fromLabels) = (Pad(sector), Pad(pixels), Pad(labels));
        var standIn = SectorExtension.StandIns(fromSector, fromLabels, wide, high);
        for (var i = 0; i < standIn.Length; i++)
            (fromPixels[i], fromLabels[i]) = (fromPixels[standIn[i]], fromLabels[standIn[i]]);

        var (ux, uy) = (new float[width], new float[width]);
        for (var y = 0; y < height; y++)
        {
            Elastic?.Row(y, ux, uy);
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                (pixels[i], labels[i]) = (0, 0);
                if (!sector[i])
                    continue;
                var (sx, sy) = Source(apex, x + ux[x], y + uy[x]);
                pixels[i] = Math.Clamp(LanczosKernel.Sample(fromPixels, wide, sx + margin, sy + margin), 0, 1);
                labels[i] = Vote(fromLabels, wide, sx + margin, sy + margin);
            }
        }

        T[] Pad<T>(T[] values)
        {
            var padded = new T[wide * high];
            for (var y = 0; y < height; y++)
                values.AsSpan(y * width, width).CopyTo(padded.AsSpan((y + margin) * wide + margin));
            return padded;
        }
    }

    private (double X, double Y) Source((double X, double Y) apex, double x, double y)
    {
        var (dx, dy) = (x - ShiftX - apex.X, y - ShiftY - apex.Y);
        dx -= Shear * dy;
        var sx = apex.X + (_cos * dx - _sin * dy) / Scale;
        return (Flip ? 2 * apex.X - sx : sx, apex.Y + (_sin * dx + _cos * dy) / Scale);
    }

    /// <summary>How far beyond the frame pixels may come from: farthest for its corners.</summary>
    private int Margin((double X, double Y) apex, int width, int height)
    {
        var (beyond, elastic) = (0.0, Elastic?.Longest ?? 0);
        foreach (var x in (double[])[-elastic, width - 1 + elastic])
        {
            foreach (var y in (double[])[-elastic, height - 1 + elastic])
            {
                var (sx, sy) = Source(apex, x, y);
                beyond = Math.Max(beyond, Math.Max(Math.Max(-sx, sx - width + 1), Math.Max(-sy, sy - height + 1)));
            }
        }
        return (int)Math.Ceiling(beyond) + LanczosKernel.Reach + 1;
    }

    private static byte Vote(byte[] labels, int width, double x, double y)
    {
        var (left, top) = ((int)x, (int)y);
        var (fx, fy) = (x - left, y - top);
        var at = top * width + left;
        var (a, b, c, d) = (labels[at], labels[at + 1], labels[at + width], labels[at + width + 1]);
        if (a == b && a == c && a == d)
            return a;
        Span<double> votes = stackalloc double[5];
        votes.Clear();
        votes[a] += (1 - fx) * (1 - fy);
        votes[b] += fx * (1 - fy);
        votes[c] += (1 - fx) * fy;
        votes[d] += fx * fy;
        return Resampling.Winner(votes);
    }
}
