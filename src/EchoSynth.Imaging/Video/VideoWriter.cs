using System.Globalization;

namespace EchoSynth.Imaging.Video;

/// <summary>Encodes frames with ffmpeg.</summary>
internal static class VideoWriter
{
    public static void Write(string path, IEnumerable<EchoImage> frames, double framesPerSecond, VideoEncoding encoding, VideoOptions options, CancellationToken cancellationToken)
    {
        using var images = frames.GetEnumerator();
        if (!images.MoveNext())
            throw new ArgumentException("A video has at least one frame; none was given.", nameof(frames));
        var (width, height) = (images.Current.Width, images.Current.Height);
        if ((long)width * height > options.MaxPixels)
            throw new EchoFormatException(path, "size", $"{width} × {height}; a frame may have at most {options.MaxPixels} pixels ({nameof(VideoOptions.MaxPixels)}).");
        AtomicFile.Make(path, temporary =>
        {
            using var process = new FfmpegProcess("ffmpeg", Arguments(temporary, width, height, framesPerSecond, encoding), path, "the video could not be written", options, cancellationToken);
            var count = 0;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (images.Current.Width != width || images.Current.Height != height)
                    throw new ArgumentException($"Frame {count} is {images.Current.Width} × {images.Current.Height}, the first is {width} × {height}; all must be of one size.", nameof(frames));
                if (++count > options.MaxFrames || (long)count * width * height > options.MaxBytes)
                    throw new EchoFormatException(path, "frames", $"there are more than {options.MaxFrames} or they take more than {options.MaxBytes} bytes ({nameof(VideoOptions.MaxFrames)}, {nameof(VideoOptions.MaxBytes)}).");
                process.Write(images.Current.ToBytes());
            }
            while (images.MoveNext());
            process.Finish();
        });
    }

    private static IEnumerable<string> Arguments(string path, int width, int height, double framesPerSecond, VideoEncoding encoding) =>
    [
        "-nostdin", "-hide_banner", "-v", "error", "-y", "-threads", "1", "-protocol_whitelist", "pipe", "-f", "rawvideo", "-pix_fmt", "gray",
        "-video_size", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"), "-framerate", framesPerSecond.ToString("R", CultureInfo.InvariantCulture), "-i", "pipe:0",
        .. encoding == VideoEncoding.MotionJpeg ? (string[])["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "2"] : ["-c:v", "ffv1", "-pix_fmt", "gray"],
        // Without versions of programs in it, the same frames give the same file.
        "-threads", "1", "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "avi", "file:" + Path.GetFullPath(path),
    ];
}
