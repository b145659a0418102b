using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Masks whose numbers are those of their data set, through its <see cref="LabelMap"/>.</summary>
internal static class MappedMask
{
    /// <summary>Reads a mask file of any format.</summary>
    /// <exception cref="EchoFormatException">As <see cref="EchoFile.ReadMask"/>, or a number that the map does not know.</exception>
    public static AnatomyMask Read(string path, int frame, LabelMap map)
    {
        if (ReferenceEquals(map, LabelMap.Camus))
            return EchoFile.ReadMask(path, frame);
        if (EchoFile.ExtensionOf(path) == ".png")
            return FromPng(path, frame, map);
        using var volume = EchoFile.ReadVolume(path);
        return FromVolume(volume, frame, map, path);
    }

    public static AnatomyMask FromVolume(ImageVolume volume, int frame, LabelMap map, string path)
    {
        if ((uint)frame >= (uint)volume.Depth)
            throw new EchoFormatException(path, "frame", $"{frame} was asked for; the file has frames 0 to {volume.Depth - 1}.");
        var values = new float[volume.Width * volume.Height];
        volume.CopyFrame(frame, values);
        var labels = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
            labels[i] = Label(values[i], i, volume.Width, map, path);
        return new AnatomyMask(volume.Width, volume.Height, labels, volume.Spacing.InPlane);
    }

    private static AnatomyMask FromPng(string path, int frame, LabelMap map)
    {
        if (frame != 0)
            throw new EchoFormatException(path, "frame", $"{frame} was asked for; a PNG has one frame, 0.");
        return PngCodec.ReadLabels(path, (value, index, width) => Label(value, index, width, map, path));
    }

    private static byte Label(float value, int index, int width, LabelMap map, string path)
    {
        var rounded = MathF.Round(value);
        return rounded is >= 0 and <= 255 && map[(int)rounded] is { } label
            ? (byte)label
            : throw new EchoFormatException(path, "label", $"{value.ToString(CultureInfo.InvariantCulture)} at ({index % width}, {index / width}); the label map knows 0 and {map}.");
    }
}
