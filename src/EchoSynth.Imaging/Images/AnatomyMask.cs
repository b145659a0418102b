namespace EchoSynth.Imaging;

/// <summary>An anatomical mask: one <see cref="AnatomyLabel"/> per pixel, row-major, and the pixel spacing in millimetres.</summary>
/// <remarks>Not changed after construction, so it may be read from many threads at once.</remarks>
public sealed class AnatomyMask
{
    private readonly byte[] _labels;

    /// <summary>Makes a mask from row-major labels.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="labels">Row-major labels [height × width], each 0…4; copied.</param>
    /// <param name="spacing">Pixel spacing in mm; <see cref="PixelSpacing.Unit"/> when null.</param>
    /// <exception cref="ArgumentException">A wrong number of labels, a label above 4, or a spacing that is not positive.</exception>
    public AnatomyMask(int width, int height, ReadOnlySpan<byte> labels, PixelSpacing? spacing = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (labels.Length != (long)width * height)
            throw new ArgumentException($"{labels.Length} labels were given for a mask of {width} × {height}; {(long)width * height} are needed.", nameof(labels));
        var unknown = labels.IndexOfAnyExceptInRange((byte)0, (byte)AnatomyLabel.Sector);
        if (unknown >= 0)
            throw new ArgumentException($"Unknown label {labels[unknown]} at ({unknown % width}, {unknown / width}); labels are 0 background, 1 LV, 2 myocardium, 3 left atrium, 4 sector.", nameof(labels));
        Spacing = spacing ?? PixelSpacing.Unit;
        if (!Spacing.IsValid)
            throw new ArgumentException($"Pixel spacing is {Spacing.X} × {Spacing.Y} mm; both must be finite and positive.", nameof(spacing));
        (Width, Height, _labels) = (width, height, labels.ToArray());
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixel spacing in mm.</summary>
    public PixelSpacing Spacing { get; }

    /// <summary>Row-major labels [Height × Width].</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>The label in column <paramref name="x"/> of row <paramref name="y"/>.</summary>
    public AnatomyLabel this[int x, int y] => (AnatomyLabel)_labels[checked(y * Width + x)];

    /// <summary>Whether any pixel carries <see cref="AnatomyLabel.Sector"/>.</summary>
    public bool HasSector => _labels.AsSpan().Contains((byte)AnatomyLabel.Sector);

    /// <summary>How many pixels carry <paramref name="label"/>.</summary>
    public int Count(AnatomyLabel label) => _labels.AsSpan().Count((byte)label);

    /// <summary>The same mask with unlabelled pixels inside <paramref name="sector"/> marked <see cref="AnatomyLabel.Sector"/>, and those outside it background.</summary>
    /// <param name="sector">Row-major [Height × Width]: true inside the ultrasound sector.</param>
    /// <exception cref="ArgumentException"><paramref name="sector"/> has another size.</exception>
    public AnatomyMask WithSector(ReadOnlySpan<bool> sector)
    {
        if (sector.Length != _labels.Length)
            throw new ArgumentException($"The sector has {sector.Length} pixels; this mask has {_labels.Length}.", nameof(sector));
        var labels = _labels.AsSpan().ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] is (byte)AnatomyLabel.Background or (byte)AnatomyLabel.Sector)
                labels[i] = (byte)(sector[i] ? AnatomyLabel.Sector : AnatomyLabel.Background);
        }
        return new AnatomyMask(Width, Height, labels, Spacing);
    }
}
