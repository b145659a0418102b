using EchoSynth.Imaging;

namespace EchoSynth.Training;

/// <summary>Where each pixel of a warped pair comes from: elastic displacement, then an affine map about the apex, then a flip.</summary>
internal sealed class PairWarp
{
    /// <summary>Degrees.</summary>
    public double Rotation { get; init; }

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

    /// <summary>Warps pixels (Catmull–Rom: bilinear would wash out the speckle) and labels (the label with most weight among the four around) inside the sector.</summary>
    /// <param name="frame">The sector.</param>
    /// <param name="width">Columns.</param>
    /// <param name="sector">Row-major: true inside the sector.</param>
    /// <param name="pixels">Row-major grey values; replaced.</param>
    /// <param name="labels">Row-major labels; replaced.</param>
    public void Apply(SectorFrame frame, int width, bool[] sector, float[] pixels, byte[] labels)
    {
        var height = sector.Length / width;
        var (fromPixels, fromLabels) = (new float[pixels.Length], new byte[labels.Length]);
        for (var i = 0; i < pixels.Length; i++)
            (fromPixels[i], fromLabels[i]) = (pixels[frame.StandIn[i]], labels[frame.StandIn[i]]);

        var (sin, cos) = Math.SinCos(-Rotation * Math.PI / 180);
        var (ux, uy) = (new float[width], new float[width]);
        Span<double> wx = stackalloc double[4], wy = stackalloc double[4], votes = stackalloc double[5];
        Span<int> columns = stackalloc int[4], rows = stackalloc int[4];
        for (var y = 0; y < height; y++)
        {
            Elastic?.Row(y, ux, uy);
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                if (!sector[i])
                {
                    (pixels[i], labels[i]) = (0, 0);
                    continue;
                }
                var (dx, dy) = (x + ux[x] - ShiftX - frame.ApexX, y + uy[x] - ShiftY - frame.ApexY);
                dx -= Shear * dy;
                var (sx, sy) = (frame.ApexX + (cos * dx - sin * dy) / Scale, frame.ApexY + (sin * dx + cos * dy) / Scale);
                if (Flip)
                    sx = 2 * frame.ApexX - sx;

                var (fx, fy) = (Math.Floor(sx), Math.Floor(sy));
                Weights(sx - fx, wx);
                Weights(sy - fy, wy);
                for (var k = 0; k < 4; k++)
                    (columns[k], rows[k]) = (Mirror((int)fx + k - 1, width), Mirror((int)fy + k - 1, height) * width);
                var sum = 0.0;
                for (var j = 0; j < 4; j++)
                    sum += wy[j] * (wx[0] * fromPixels[rows[j] + columns[0]] + wx[1] * fromPixels[rows[j] + columns[1]] + wx[2] * fromPixels[rows[j] + columns[2]] + wx[3] * fromPixels[rows[j] + columns[3]]);
                pixels[i] = (float)Math.Clamp(sum, 0, 1);

                votes.Clear();
                votes[fromLabels[rows[1] + columns[1]]] += (1 - (sx - fx)) * (1 - (sy - fy));
                votes[fromLabels[rows[1] + columns[2]]] += (sx - fx) * (1 - (sy - fy));
                votes[fromLabels[rows[2] + columns[1]]] += (1 - (sx - fx)) * (sy - fy);
                votes[fromLabels[rows[2] + columns[2]]] += (sx - fx) * (sy - fy);
                labels[i] = Resampling.Winner(votes);
            }
        }
    }

    /// <summary>Catmull–Rom weights of the four pixels around a position t between the middle two.</summary>
    private static void Weights(double t, Span<double> weights)
    {
        var (t2, t3) = (t * t, t * t * t);
        weights[0] = -0.5 * t3 + t2 - 0.5 * t;
        weights[1] = 1.5 * t3 - 2.5 * t2 + 1;
        weights[2] = -1.5 * t3 + 2 * t2 + 0.5 * t;
        weights[3] = 0.5 * t3 - 0.5 * t2;
    }

    private static int Mirror(int i, int size)
    {
        if ((uint)i < (uint)size || size == 1)
            return size == 1 ? 0 : i;
        var period = 2 * (size - 1);
        i = (i % period + period) % period;
        return i < size ? i : period - i;
    }
}
