namespace EchoSynth.Imaging.Anatomies;

/// <summary>The pixels that an anatomy is drawn on. In a model's coordinates the probe is at the middle of the upper edge, x to the right and z into the depth, mm.</summary>
/// <param name="Width">Columns, 16…4096.</param>
/// <param name="Height">Rows, 16…4096.</param>
/// <param name="Spacing">Pixel spacing, mm.</param>
/// <param name="TopMm">Depth of the upper edge, mm: 0 unless the picture has room above the probe.</param>
public sealed record ShapeFrame(int Width, int Height, PixelSpacing Spacing, double TopMm = 0)
{
    /// <summary>The smallest and the largest number of pixels along a side.</summary>
    public const int MinSize = 16, MaxSize = 4096;

    /// <summary>A square picture of a frame's whole extent, letterboxed and centred as <see cref="Resampling.FitToSquare(AnatomyMask, int)"/> does it.</summary>
    /// <param name="size">Pixels a side, 16…4096.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public ShapeFrame Square(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, MinSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        var (across, down) = (Width * Spacing.X, Height * Spacing.Y);
        var side = Math.Max(across, down);
        return new ShapeFrame(size, size, new PixelSpacing(side / size, side / size), TopMm - (0.5 * (side - down)));
    }

    /// <summary>The frame of a mask whose upper edge is at the probe.</summary>
    public static ShapeFrame Of(AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new ShapeFrame(mask.Width, mask.Height, mask.Spacing);
    }

    /// <summary>Checks size and spacing.</summary>
    /// <exception cref="ArgumentException">One of them is out of range.</exception>
    public void Validate()
    {
        if (Width is < MinSize or > MaxSize || Height is < MinSize or > MaxSize || !Spacing.IsValid || !double.IsFinite(TopMm))
            throw new ArgumentException($"A frame of {Width} × {Height} pixels of {Spacing.X} × {Spacing.Y} mm, {TopMm} mm below the probe; sides must be {MinSize}…{MaxSize} pixels, spacings finite and positive.");
    }

    internal Point Centre(int x, int y) => new((x + 0.5 - (0.5 * Width)) * Spacing.X, TopMm + ((y + 0.5) * Spacing.Y));
}
