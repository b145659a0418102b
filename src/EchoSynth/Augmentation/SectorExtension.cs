namespace EchoSynth.Augmentation;

/// <summary>The ultrasound sector of a pair: where its apex is, and what stands in for the pixels outside it.</summary>
internal static class SectorExtension
{
    /// <summary>The middle of the sector's topmost row; the column is a multiple of one half.</summary>
    public static (double X, double Y) Apex(bool[] sector, int width)
    {
        var first = Array.IndexOf(sector, true);
        var top = first / width;
        var last = Array.LastIndexOf(sector, true, (top + 1) * width - 1, width);
        return ((first + last) / 2.0 - top * width, top);
    }

    /// <summary>
    /// For each pixel, row-major: itself inside the sector; outside, its mirror image at the sector's edge, or a pixel nearer to the edge where the mirror image has another label:
    /// what touches the edge goes on beyond it, and nothing comes twice.
    /// </summary>
    /// <param name="sector">Row-major [height × width]: true inside the sector, which is not empty.</param>
    /// <param name="labels">Row-major labels.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static int[] StandIns(bool[] sector, byte[] labels, int width, int height)
    {
        var standIn = Nearest(sector, width, height);
        for (var i = 0; i < standIn.Length; i++)
        {
            if (!sector[i])
                standIn[i] = Inside(i, standIn[i]);
        }
        return standIn;

        int Inside(int pixel, int edge)
        {
            var (ex, ey) = (edge % width, edge / width);
            for (var (dx, dy) = (ex - pixel % width, ey - pixel / width); dx != 0 || dy != 0; (dx, dy) = (dx / 2, dy / 2))
            {
                var (x, y) = (ex + dx, ey + dy);
                if (x >= 0 && x < width && y >= 0 && y < height && sector[y * width + x] && labels[y * width + x] == labels[edge])
                    return y * width + x;
            }
            return edge;
        }
    }

    /// <summary>The nearest sector pixel of each pixel, by two sweeps (Danielsson 1980).</summary>
    private static int[] Nearest(bool[] sector, int width, int height)
    {
        var nearest = new int[sector.Length];
        for (var i = 0; i < sector.Length; i++)
            nearest[i] = sector[i] ? i : -1;

        void Ask(int x, int y, int dx, int dy)
        {
            var (nx, ny, i) = (x + dx, y + dy, y * width + x);
            if (nx < 0 || nx >= width || ny < 0 || ny >= height || nearest[ny * width + nx] is not (>= 0 and var found))
                return;
            if (nearest[i] < 0 || Distance(found, x, y) < Distance(nearest[i], x, y))
                nearest[i] = found;
        }

        int Distance(int pixel, int x, int y)
        {
            var (dx, dy) = (pixel % width - x, pixel / width - y);
            return dx * dx + dy * dy;
        }

        void Sweep(int y, int up)
        {
            for (var x = 0; x < width; x++)
            {
                if (sector[y * width + x])
                    continue;
                for (var dx = -1; dx <= 1; dx++)
                    Ask(x, y, dx, up);
                Ask(x, y, -1, 0);
            }
            for (var x = width - 2; x >= 0; x--)
                Ask(x, y, 1, 0);
        }

        for (var y = 0; y < height; y++)
            Sweep(y, -1);
        for (var y = height - 1; y >= 0; y--)
            Sweep(y, 1);
        return nearest;
    }
}
