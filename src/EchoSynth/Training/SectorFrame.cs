namespace EchoSynth.Training;

/// <summary>The ultrasound sector of a pair: its apex, and which of its pixels stands in for each pixel outside it.</summary>
internal sealed class SectorFrame
{
    private SectorFrame(double apexX, double apexY, int[] standIn) => (ApexX, ApexY, StandIn) = (apexX, apexY, standIn);

    /// <summary>Column of the middle of the sector's topmost row; a multiple of one half.</summary>
    public double ApexX { get; }

    /// <summary>The sector's topmost row.</summary>
    public double ApexY { get; }

    /// <summary>For each pixel, row-major: itself inside the sector; outside, its mirror image at the sector's edge (or the edge where that is outside too).</summary>
    public int[] StandIn { get; }

    /// <summary>Null where the sector is empty.</summary>
    public static SectorFrame? Of(bool[] sector, int width, int height)
    {
        var first = Array.IndexOf(sector, true);
        if (first < 0)
            return null;
        var top = first / width;
        var last = Array.LastIndexOf(sector, true, (top + 1) * width - 1, width);
        var standIn = Nearest(sector, width, height);
        for (var i = 0; i < standIn.Length; i++)
        {
            var (x, y) = (2 * (standIn[i] % width) - i % width, 2 * (standIn[i] / width) - i / width);
            if (x >= 0 && x < width && y >= 0 && y < height && sector[y * width + x])
                standIn[i] = y * width + x;
        }
        return new SectorFrame((first + last) / 2.0 - top * width, top, standIn);
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
