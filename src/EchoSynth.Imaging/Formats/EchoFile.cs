namespace EchoSynth.Imaging;

/// <summary>Images and masks in any of the formats, chosen by the file name: .png, .nii, .nii.gz, .mhd, .mha.</summary>
/// <remarks>
/// Pixels become [0, 1] by one rule. PNG: the largest sample is 1. NIfTI and MetaImage: integer elements are divided by 255 (uint16 by 65535 when one of them
/// exceeds 255); floating-point or scaled elements are kept when none exceeds 1, else divided by 255. A value that then lies outside [0, 1] by more than half
/// a grey level (0.5/255) is an error, less than that (interpolation by another program) is clamped. Labels are rounded to the nearest integer.
/// </remarks>
public static class EchoFile
{
    private static readonly string[] s_extensions = [".png", ".nii.gz", ".nii", ".mhd", ".mha"];

    /// <summary>The extensions, in the order in which they are looked for.</summary>
    public static IReadOnlyList<string> Extensions => s_extensions;

    /// <summary>The extension of a name, such as ".nii.gz", or null when it is none of <see cref="Extensions"/>.</summary>
    public static string? ExtensionOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Array.Find(s_extensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads grey levels, in the format that the file's name ends with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frame">0-based; 0 for single images.</param>
    /// <exception cref="EchoFormatException">Missing, damaged, without that frame, of an unknown extension, or a pixel is NaN or out of range.</exception>
    public static EchoImage ReadImage(string path, int frame = 0)
    {
        if (IsPng(path, frame))
            return PngCodec.Read(path);
        using var volume = ReadVolume(path);
        return VolumeConversion.ToImage(volume, frame, path);
    }

    /// <summary>Reads labels, in the format that the file's name ends with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frame">0-based; 0 for single images.</param>
    /// <exception cref="EchoFormatException">Missing, damaged, without that frame, of an unknown extension, or a label is none of 0 to 4.</exception>
    public static AnatomyMask ReadMask(string path, int frame = 0)
    {
        if (IsPng(path, frame))
            return PngCodec.ReadMask(path);
        using var volume = ReadVolume(path);
        return VolumeConversion.ToMask(volume, frame, path);
    }

    /// <summary>Reads a NIfTI or MetaImage file as it is.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="EchoFormatException">Missing, damaged, or of another extension.</exception>
    public static ImageVolume ReadVolume(string path) => ExtensionOf(path) switch
    {
        ".nii" or ".nii.gz" => NiftiFile.Read(path),
        ".mhd" or ".mha" => MetaImageFile.Read(path),
        _ => throw Unknown(path),
    };

    /// <summary>Writes an image with 8 bits.</summary>
    /// <param name="path">The file; its extension chooses the format. An .mhd is compressed.</param>
    /// <param name="image">The image.</param>
    /// <exception cref="EchoFormatException">An unknown extension.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteImage(string path, EchoImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (ExtensionOf(path) == ".png")
            PngCodec.Write(path, image);
        else
            WriteBytes(path, image.Width, image.Height, image.ToBytes(), image.Spacing);
    }

    /// <summary>Writes a mask, labels as they are.</summary>
    /// <param name="path">The file; its extension chooses the format. An .mhd is compressed.</param>
    /// <param name="mask">The mask.</param>
    /// <exception cref="EchoFormatException">An unknown extension.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteMask(string path, AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (ExtensionOf(path) == ".png")
            PngCodec.WriteMask(path, mask);
        else
            WriteBytes(path, mask.Width, mask.Height, mask.Labels, mask.Spacing);
    }

    internal static int FrameCount(string path) => ExtensionOf(path) switch
    {
        ".png" => 1,
        ".nii" or ".nii.gz" => NiftiFile.ReadSize(path).Depth,
        ".mhd" or ".mha" => MetaImageFile.ReadSize(path).Depth,
        _ => throw Unknown(path),
    };

    private static void WriteBytes(string path, int width, int height, ReadOnlySpan<byte> values, PixelSpacing spacing)
    {
        var volume = ImageVolume.Create(width, height, 1, values, new VolumeSpacing(spacing.X, spacing.Y, 1));
        switch (ExtensionOf(path))
        {
            case ".nii" or ".nii.gz":
                NiftiFile.Write(path, volume);
                break;
            case ".mhd" or ".mha":
                MetaImageFile.Write(path, volume, compress: true);
                break;
            default:
                throw Unknown(path);
        }
    }

    private static bool IsPng(string path, int frame)
    {
        if (ExtensionOf(path) != ".png")
            return false;
        return frame == 0 ? true : throw new EchoFormatException(path, "frame", $"{frame} was asked for; a PNG has one frame, 0.");
    }

    private static EchoFormatException Unknown(string path) =>
        new(path, null, $"the extension is none of {string.Join(", ", s_extensions)}.");
}
