using System.Globalization;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Framing;

/// <summary>
/// How one recording became a square image: resampled to isotropic pixels, cropped or padded, resized, its greys stretched. All of it is one map, applied at once so that
/// pixels are interpolated once; <see cref="Restore(EchoImage)"/> goes back onto the recording's own grid.
/// </summary>
/// <remarks>Immutable; serialises as JSON. Positions are edges in mm from the recording's left and top edge.</remarks>
public sealed record FrameGeometry
{
    private static readonly string[] s_sides = ["left", "right", "top", "bottom"];

    /// <summary>Columns of the recording.</summary>
    public required int SourceWidth { get; init; }

    /// <summary>Rows of the recording.</summary>
    public required int SourceHeight { get; init; }

    /// <summary>Pixel spacing of the recording, mm; <see cref="PixelSpacing.Unit"/> where it is not known, which the square's then is, too.</summary>
    public required PixelSpacing SourceSpacing { get; init; }

    /// <summary>The square's left edge, mm; negative where it was padded.</summary>
    public required double Left { get; init; }

    /// <summary>The square's top edge, mm; negative where it was padded.</summary>
    public required double Top { get; init; }

    /// <summary>The square's side, mm.</summary>
    public required double Side { get; init; }

    /// <summary>The square's side, pixels.</summary>
    public required int Size { get; init; }

    /// <summary>The recording's grey that became 0, in [0, 1).</summary>
    public double Black { get; init; }

    /// <summary>The recording's grey that became 1, above <see cref="Black"/> and at most 1.</summary>
    public double White { get; init; } = 1;

    /// <summary>How labels were brought over.</summary>
    public LabelResampling Labels { get; init; }

    private AxisMap X => new(SourceWidth, SourceSpacing.X, Left, Size, Side / Size);

    private AxisMap Y => new(SourceHeight, SourceSpacing.Y, Top, Size, Side / Size);

    /// <summary>Spacing that is not known does not become known by resizing.</summary>
    private PixelSpacing Spacing => SpacingKnown ? new(Side / Size, Side / Size) : PixelSpacing.Unit;

    private bool SpacingKnown => SourceSpacing != PixelSpacing.Unit;

    /// <summary>The whole recording, centred in the square.</summary>
    /// <param name="width">Columns of the recording.</param>
    /// <param name="height">Rows of the recording.</param>
    /// <param name="spacing">Its pixel spacing, mm.</param>
    /// <param name="size">The square's side in pixels, at least 1.</param>
    public static FrameGeometry Whole(int width, int height, PixelSpacing spacing, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return Around(width, height, spacing, size, 0, 0, width * spacing.X, height * spacing.Y, 0);
    }

    /// <summary>Frames a pair by options and marks the sector in its mask, where the mask has none.</summary>
    /// <param name="pair">The recording.</param>
    /// <param name="size">The square's side in pixels, at least 1.</param>
    /// <param name="options">What to do; the defaults when null.</param>
    /// <param name="threshold">For the sector's detection where the options say nothing: the data set's <see cref="IEchoDataset.SectorThreshold"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range, or image and mask differ in size.</exception>
    public static FramedPair Frame(EchoPair pair, int size, FramingOptions? options = null, double threshold = 0)
    {
        ArgumentNullException.ThrowIfNull(pair);
        options ??= new FramingOptions();
        options.Validate();
        var lit = (float)(options.SectorThreshold ?? threshold);
        var geometry = Of(pair, size, options, lit);
        var (image, mask) = (geometry.Resample(pair.Image), geometry.Apply(pair.Mask));
        // Greys that were stretched would light other pixels.
        return new FramedPair(pair with { Image = geometry.Stretch(image), Mask = mask.HasSector ? mask : mask.WithSector(SectorDetector.Detect(image, lit)) }, geometry);
    }

    /// <summary>Brings the recording into the square.</summary>
    /// <exception cref="ArgumentException">It is not of the recording's size.</exception>
    public EchoImage Apply(EchoImage image) => Stretch(Resample(image));

    /// <summary>Brings the recording's mask into the square.</summary>
    /// <exception cref="ArgumentException">It is not of the recording's size.</exception>
    public AnatomyMask Apply(AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        CheckSize(mask.Width, mask.Height, SourceWidth, SourceHeight, "recording");
        return new AnatomyMask(Size, Size, Resampling.Labels(mask.Labels, X, Y, Labels), Spacing);
    }

    /// <summary>Brings a square image onto the recording's grid, in the recording's greys; 0 where the square does not reach.</summary>
    /// <exception cref="ArgumentException">It is not of the square's size.</exception>
    public EchoImage Restore(EchoImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        CheckSize(image.Width, image.Height, Size, Size, "square");
        var source = image.Pixels;
        if (Black != 0 || White != 1)
        {
            // Outside the sector 0 stays 0.
            var stretched = new float[source.Length];
            for (var i = 0; i < stretched.Length; i++)
                stretched[i] = source[i] == 0 ? 0 : (float)(Black + source[i] * (White - Black));
            source = stretched;
        }
        return new EchoImage(SourceWidth, SourceHeight, Resampling.Image(source, X.Inverse, Y.Inverse), SourceSpacing);
    }

    /// <summary>Brings a square mask onto the recording's grid; background where the square does not reach.</summary>
    /// <exception cref="ArgumentException">It is not of the square's size.</exception>
    public AnatomyMask Restore(AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        CheckSize(mask.Width, mask.Height, Size, Size, "square");
        return new AnatomyMask(SourceWidth, SourceHeight, Resampling.Labels(mask.Labels, X.Inverse, Y.Inverse, Labels), SourceSpacing);
    }

    /// <summary>What was done, step by step, for people.</summary>
    public override string ToString()
    {
        var (width, height, unit) = (SourceWidth * SourceSpacing.X, SourceHeight * SourceSpacing.Y, SpacingKnown ? "mm" : "pixels");
        double[] beyond = [-Left, Left + Side - width, -Top, Top + Side - height];
        string Sides(int sign) => string.Join(", ", s_sides.Zip(beyond).Where(s => sign * s.Second > 1e-6 * Side)
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.First} {Math.Abs(s.Second):0.##} {unit}")));
        var steps = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{SourceWidth} × {SourceHeight} pixels of {(SpacingKnown ? FormattableString.Invariant($"{SourceSpacing.X:0.####} × {SourceSpacing.Y:0.####} mm") : "unknown spacing")}"),
        };
        if (!SourceSpacing.IsIsotropic)
            steps.Add("resampled to square pixels");
        if (Sides(-1) is { Length: > 0 } cropped)
            steps.Add($"cropped ({cropped})");
        if (Sides(1) is { Length: > 0 } padded)
            steps.Add($"padded ({padded})");
        steps.Add(string.Create(CultureInfo.InvariantCulture, $"resized to {Size} × {Size} of {Side / Size:0.####} {unit}"));
        if (Black != 0 || White != 1)
            steps.Add(string.Create(CultureInfo.InvariantCulture, $"greys {Black:0.####} to {White:0.####} stretched to 0 to 1"));
        return string.Join("; ", steps);
    }

    private EchoImage Resample(EchoImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        CheckSize(image.Width, image.Height, SourceWidth, SourceHeight, "recording");
        return new EchoImage(Size, Size, Resampling.Image(image.Pixels, X, Y), Spacing);
    }

    private EchoImage Stretch(EchoImage square)
    {
        if (this is { Black: 0, White: 1 })
            return square;
        var pixels = square.Pixels;
        var stretched = new float[pixels.Length];
        for (var i = 0; i < stretched.Length; i++)
            stretched[i] = (float)Math.Clamp((pixels[i] - Black) / (White - Black), 0, 1);
        return new EchoImage(Size, Size, stretched, Spacing);
    }

    private static FrameGeometry Of(EchoPair pair, int size, FramingOptions options, float lit)
    {
        var (image, mask) = (pair.Image, pair.Mask);
        var whole = Whole(image.Width, image.Height, image.Spacing, size) with { Labels = options.Labels };
        if (options is { Extent: FrameExtent.Whole, BlackPercentile: null, WhitePercentile: null })
            return whole;
        var sector = Regions.Sector(mask, image, lit);
        if (sector.AsSpan().IndexOf(true) < 0)
            return whole;
        var geometry = options.Extent == FrameExtent.Whole ? whole : Around(sector, image, size, options.Margin) with { Labels = options.Labels };
        var (black, white) = GreyWindow.Of(image.Pixels, sector, options.BlackPercentile, options.WhitePercentile);
        return geometry with { Black = black, White = white };
    }

    private static FrameGeometry Around(bool[] sector, EchoImage image, int size, double margin)
    {
        var (left, right, top, bottom) = (image.Width, 0, image.Height, 0);
        for (var i = 0; i < sector.Length; i++)
        {
            if (!sector[i])
                continue;
            var (x, y) = (i % image.Width, i / image.Width);
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x + 1), Math.Min(top, y), Math.Max(bottom, y + 1));
        }
        var s = image.Spacing;
        return Around(image.Width, image.Height, s, size, left * s.X, top * s.Y, (right - left) * s.X, (bottom - top) * s.Y, margin);
    }

    private static FrameGeometry Around(int width, int height, PixelSpacing spacing, int size, double left, double top, double across, double down, double margin)
    {
        var side = Math.Max(across, down) * (1 + 2 * margin);
        return new FrameGeometry
        {
            SourceWidth = width,
            SourceHeight = height,
            SourceSpacing = spacing,
            Left = left + (across - side) / 2,
            Top = top + (down - side) / 2,
            Side = side,
            Size = size,
        };
    }

    private static void CheckSize(int width, int height, int rightWidth, int rightHeight, string what)
    {
        if (width != rightWidth || height != rightHeight)
            throw new ArgumentException($"{width} × {height} pixels; the {what} of this geometry has {rightWidth} × {rightHeight}.");
    }
}
