using System.Globalization;

namespace EchoSynth.Imaging;

/// <summary>Frames of a volume as images and masks, by the rules of <see cref="EchoFile"/>.</summary>
internal static class VolumeConversion
{
    private const float HalfLevel = 0.5f / 255;

    public static EchoImage ToImage(ImageVolume volume, int frame, string path)
    {
        CheckFrame(volume, frame, path);
        if (IsPlainBytes(volume))
            return EchoImage.FromBytes(volume.Width, volume.Height, Bytes(volume, frame), volume.Spacing.InPlane);
        var pixels = Frame(volume, frame);
        var largest = float.NegativeInfinity;
        for (var i = 0; i < pixels.Length; i++)
        {
            if (!float.IsFinite(pixels[i]))
                throw Bad(path, volume, i, pixels[i], "every pixel must be a finite number");
            largest = Math.Max(largest, pixels[i]);
        }
        var divisor = Divisor(volume, largest);
        for (var i = 0; i < pixels.Length; i++)
        {
            var value = pixels[i] / divisor;
            if (value < -HalfLevel || value > 1 + HalfLevel)
                throw Bad(path, volume, i, pixels[i], $"pixels must be 0 to {divisor.ToString(CultureInfo.InvariantCulture)}");
            pixels[i] = Math.Clamp(value, 0f, 1f);
        }
        return new EchoImage(volume.Width, volume.Height, pixels, volume.Spacing.InPlane);
    }

    public static AnatomyMask ToMask(ImageVolume volume, int frame, string path)
    {
        CheckFrame(volume, frame, path);
        if (IsPlainBytes(volume))
        {
            var bytes = Bytes(volume, frame);
            var unknown = bytes.IndexOfAnyExceptInRange((byte)0, (byte)AnatomyLabel.Sector);
            return unknown < 0 ? new AnatomyMask(volume.Width, volume.Height, bytes, volume.Spacing.InPlane) : throw BadLabel(path, volume, unknown, bytes[unknown]);
        }
        var values = Frame(volume, frame);
        var labels = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var rounded = MathF.Round(values[i]);
            if (!(rounded >= 0 && rounded <= (byte)AnatomyLabel.Sector))
                throw BadLabel(path, volume, i, values[i]);
            labels[i] = (byte)rounded;
        }
        return new AnatomyMask(volume.Width, volume.Height, labels, volume.Spacing.InPlane);
    }

    private static float Divisor(ImageVolume volume, float largest) => volume.Type switch
    {
        VoxelType.Float32 or VoxelType.Float64 => largest > 1 ? 255 : 1,
        _ when volume.IsScaled => largest > 1 ? 255 : 1,
        VoxelType.UInt16 when largest > 255 => 65535,
        _ => 255,
    };

    private static bool IsPlainBytes(ImageVolume volume) => volume.Type == VoxelType.UInt8 && !volume.IsScaled;

    private static ReadOnlySpan<byte> Bytes(ImageVolume volume, int frame) => volume.Bytes.Slice(frame * volume.Width * volume.Height, volume.Width * volume.Height);

    private static void CheckFrame(ImageVolume volume, int frame, string path)
    {
        if ((uint)frame >= (uint)volume.Depth)
            throw new EchoFormatException(path, "frame", $"{frame} was asked for; the file has frames 0 to {volume.Depth - 1}.");
    }

    private static float[] Frame(ImageVolume volume, int frame)
    {
        var values = new float[volume.Width * volume.Height];
        volume.CopyFrame(frame, values);
        return values;
    }

    private static EchoFormatException BadLabel(string path, ImageVolume volume, int index, float value) =>
        Bad(path, volume, index, value, "labels are 0 background, 1 LV, 2 myocardium, 3 left atrium, 4 sector", "label");

    private static EchoFormatException Bad(string path, ImageVolume volume, int index, float value, string right, string field = "pixel") =>
        new(path, field, $"{value.ToString(CultureInfo.InvariantCulture)} at ({index % volume.Width}, {index / volume.Width}); {right}.");
}
