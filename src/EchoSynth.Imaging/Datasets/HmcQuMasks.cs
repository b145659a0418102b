namespace EchoSynth.Imaging.Datasets;

/// <summary>The masks of one video's cycle: variable "predicted" of a MATLAB file, frames first (or last), 1 or 255 myocardium.</summary>
internal sealed class HmcQuMasks
{
    private const int MaximalPixels = 1 << 20;

    private readonly MatArray _array;
    private readonly bool _framesLast;

    private HmcQuMasks(MatArray array, bool framesLast) => (_array, _framesLast) = (array, framesLast);

    public int Height => _array.Dimensions[_framesLast ? 0 : 1];

    public int Width => _array.Dimensions[_framesLast ? 1 : 2];

    public static HmcQuMasks Read(string path, int frames)
    {
        var array = MatFile.Read(path, "predicted");
        int[] sizes = array.Dimensions.Count == 2 && frames == 1 ? [1, .. array.Dimensions] : [.. array.Dimensions];
        // MATLAB drops a last axis of length 1, so one frame may lack its axis.
        if (sizes.Length != 3 || sizes.Min() < 1 || (sizes[0] != frames && sizes[2] != frames))
            throw new EchoFormatException(path, "predicted", $"{string.Join(" × ", array.Dimensions)}; it must be frames × rows × columns with {frames} frames, as the sheet says.");
        // Looking for the cavity takes time with the pixels and with the corners of the wall's hull.
        if ((long)sizes[1] * (sizes[0] == frames ? sizes[2] : sizes[0]) > MaximalPixels)
            throw new EchoFormatException(path, "predicted", $"{string.Join(" × ", array.Dimensions)}; a frame of a mask has at most {MaximalPixels} pixels.");
        var wrong = Array.FindIndex(array.Values, v => v is not (0 or 1 or 255));
        return wrong < 0
            ? new HmcQuMasks(array with { Dimensions = sizes }, sizes[0] != frames)
            : throw new EchoFormatException(path, "predicted", FormattableString.Invariant($"{array.Values[wrong]}; masks must hold 0 and 1, or 0 and 255."));
    }

    /// <param name="frame">0 for the first of the cycle.</param>
    /// <returns>Row-major [Height × Width].</returns>
    public bool[] Myocardium(int frame)
    {
        var (sizes, set) = (_array.Dimensions, new bool[Width * Height]);
        for (var i = 0; i < set.Length; i++)
        {
            var (x, y) = (i % Width, i / Width);
            var at = _framesLast ? y + ((long)sizes[0] * (x + ((long)sizes[1] * frame))) : frame + ((long)sizes[0] * (y + ((long)sizes[1] * x)));
            set[i] = _array.Values[at] != 0;
        }
        return set;
    }

    /// <summary>The labels of a frame at another size, each pixel from the mask's pixel that its centre falls into. Null with the reason where the cavity is wanted and there is none.</summary>
    public byte[]? Labels(int frame, bool cavity, int width, int height, out string problem)
    {
        problem = "";
        var wall = Myocardium(frame);
        bool[]? inside = null;
        if (cavity)
        {
            if (CavityFill.Find(wall, Width, Height, out problem) is not { } found)
                return null;
            (inside, wall) = found;
        }
        else if (!wall.Contains(true))
        {
            problem = "the mask is empty";
            return null;
        }
        var labels = new byte[width * height];
        for (var i = 0; i < labels.Length; i++)
        {
            var at = ((((2L * (i / width)) + 1) * Height / (2L * height)) * Width) + (((2L * (i % width)) + 1) * Width / (2L * width));
            labels[i] = (byte)(wall[at] ? AnatomyLabel.Myocardium : inside is not null && inside[at] ? AnatomyLabel.LeftVentricle : AnatomyLabel.Background);
        }
        return labels;
    }
}
