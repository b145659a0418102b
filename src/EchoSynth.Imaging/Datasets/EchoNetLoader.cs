using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Loads items: their frame of the video, and the LV filled in. May be used from many threads.</summary>
internal sealed class EchoNetLoader(string root, Dictionary<string, EchoNetTrace> traces, VideoOptions options)
{
    /// <summary>Videos of which two frames are kept; those in work on other threads count too.</summary>
    private const int Kept = 16;

    /// <summary>How far beyond the frame an outline may reach, as a fraction of its side: tracings overhang a little, those of another size much.</summary>
    private const double Overhang = 0.05;

    private readonly BoundedCache<(string Path, int First, int Second), Dictionary<int, EchoImage>> _frames = new(Kept);

    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!traces.TryGetValue(item.Id, out var trace))
            throw new ArgumentException($"'{item.Id}' is no item of {root}.", nameof(item));
        var image = _frames.GetOrAdd((item.ImagePath, Math.Min(item.Frame, trace.OtherFrame), Math.Max(item.Frame, trace.OtherFrame)), Decode)[item.Frame];
        CheckSize(item, trace, image);
        var labels = new byte[image.Width * image.Height];
        var outline = trace.Outline.Select(point => (Math.Round(point.X), Math.Round(point.Y))).ToArray();
        PolygonFill.Fill(outline, image.Width, image.Height, labels, (byte)AnatomyLabel.LeftVentricle);
        return new EchoPair(item, image, new AnatomyMask(image.Width, image.Height, labels, image.Spacing));
    }

    private Dictionary<int, EchoImage> Decode((string Path, int First, int Second) key) =>
        VideoFile.ReadFrames(key.Path, [key.First, key.Second], options).ToDictionary(frame => frame.Index, frame => frame.Image);

    private static void CheckSize(EchoItem item, EchoNetTrace trace, EchoImage image)
    {
        if ((trace.Info.FrameWidth ?? image.Width) != image.Width || (trace.Info.FrameHeight ?? image.Height) != image.Height)
            throw new EchoFormatException(item.ImagePath, "size", $"{image.Width} × {image.Height}, but {trace.FileList} says {trace.Info.FrameWidth} × {trace.Info.FrameHeight} (FrameWidth, FrameHeight); the tracings are in pixels, so the video must be of the size at which it was traced.");
        foreach (var (x, y) in trace.Outline)
        {
            if (Beyond(x, image.Width) || Beyond(y, image.Height))
                throw new EchoFormatException(item.MaskPath, item.Id, FormattableString.Invariant($"frame {item.Frame} has the point ({x}, {y}), but the video {item.ImagePath} is {image.Width} × {image.Height}; outlines are in its pixels."));
        }
    }

    private static bool Beyond(double position, int side) => position < -Overhang * side - 1 || position > side + Overhang * side;
}
