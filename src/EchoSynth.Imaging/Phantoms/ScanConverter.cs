namespace EchoSynth.Imaging.Phantoms;

/// <summary>Beam space to a square of pixels with the apex on top: which pixels lie in the sector, and where in the beams each of their sub-pixels lies.</summary>
internal sealed class ScanConverter
{
    /// <summary>Sub-pixels across the finest image, so that every size shows the same picture, averaged.</summary>
    private const int FinestSize = 512;

    private readonly int[] _pixels;
    private readonly int[] _corners;
    private readonly float[] _down;
    private readonly float[] _across;
    private readonly int _perPixel;

    public ScanConverter(BeamGrid grid, int size)
    {
        var depth = grid.Scanner.DepthMm;
        var extent = 1.02 * Math.Max(depth, 2 * depth * Math.Sin(grid.HalfAngle));
        Size = size;
        SpacingMm = extent / size;
        LeftMm = -extent / 2;
        TopMm = -(extent - depth) / 2;
        Sector = new bool[size * size];
        var steps = Math.Max(1, (FinestSize + size - 1) / size);
        _perPixel = steps * steps;
        var pixels = new List<int>();
        for (var i = 0; i < Sector.Length; i++)
        {
            var (x, z) = ((double)X(i % size), (double)Z(i / size));
            var r = Math.Sqrt((x * x) + (z * z));
            Sector[i] = r >= BeamGrid.FirstDepthMm && r <= depth && Math.Abs(Math.Atan2(x, z)) <= grid.HalfAngle;
            if (Sector[i])
                pixels.Add(i);
        }
        _pixels = [.. pixels];
        var count = _pixels.Length * _perPixel;
        (_corners, _down, _across) = (new int[count], new float[count], new float[count]);
        for (var k = 0; k < count; k++)
        {
            var (pixel, sub) = (_pixels[k / _perPixel], k % _perPixel);
            var x = LeftMm + (((pixel % size) + (((sub % steps) + 0.5) / steps)) * SpacingMm);
            var z = TopMm + (((pixel / size) + (((sub / steps) + 0.5) / steps)) * SpacingMm);
            var d = (Math.Sqrt((x * x) + (z * z)) - BeamGrid.FirstDepthMm) / grid.StepMm;
            var b = (Math.Atan2(x, z) + grid.HalfAngle) / grid.StepAngle;
            var (row, down) = Split(d, BeamGrid.Depths);
            var (column, across) = Split(b, BeamGrid.Beams);
            (_corners[k], _down[k], _across[k]) = ((row * BeamGrid.Beams) + column, down, across);
        }
    }

    public int Size { get; }

    public double SpacingMm { get; }

    public bool[] Sector { get; }

    public double LeftMm { get; }

    public double TopMm { get; }

    /// <summary>Lateral position of a column's middle, mm.</summary>
    public float X(int column) => (float)(LeftMm + ((column + 0.5) * SpacingMm));

    /// <summary>Depth of a row's middle, mm.</summary>
    public float Z(int row) => (float)(TopMm + ((row + 0.5) * SpacingMm));

    /// <summary>Bilinear samples of <paramref name="beams"/>, averaged per pixel; outside the sector 0.</summary>
    public float[] Convert(ReadOnlySpan<float> beams)
    {
        var image = new float[Size * Size];
        var share = 1f / _perPixel;
        var k = 0;
        foreach (var pixel in _pixels)
        {
            var sum = 0f;
            for (var end = k + _perPixel; k < end; k++)
            {
                var corner = _corners[k];
                var across = _across[k];
                var upper = beams[corner] + ((beams[corner + 1] - beams[corner]) * across);
                corner += BeamGrid.Beams;
                var lower = beams[corner] + ((beams[corner + 1] - beams[corner]) * across);
                sum += upper + ((lower - upper) * _down[k]);
            }
            image[pixel] = Math.Clamp(sum * share, GreyMap.Floor, 1f);
        }
        return image;
    }

    private static (int Index, float Fraction) Split(double position, int count)
    {
        var clamped = Math.Clamp(position, 0, count - 1);
        var index = Math.Min((int)clamped, count - 2);
        return (index, (float)(clamped - index));
    }
}
