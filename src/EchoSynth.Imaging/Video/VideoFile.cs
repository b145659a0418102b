namespace EchoSynth.Imaging.Video;

/// <summary>Videos, read and written by the programs ffmpeg and ffprobe (FFmpeg 4.4 or newer), each call a process of its own.</summary>
/// <remarks>
/// Grey is full-range luma: the Y plane as it is where the video says full range (motion JPEG), expanded from 16…235 where it does not, 0.299 R + 0.587 G + 0.114 B of RGB.
/// Frames are counted as they are decoded, none doubled or dropped for the sake of an even rate, and shown upright where the file carries a rotation.
/// Only single video files are opened: no playlists, devices, pipes or network addresses, whatever the file says. <see cref="VideoOptions"/> bounds everything.
/// Calls may come from many threads.
/// </remarks>
public static class VideoFile
{
    private static readonly string[] s_extensions = [".avi", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".asf"];

    /// <summary>The usual extensions of videos. Reading goes by the content, not by the name.</summary>
    public static IReadOnlyList<string> Extensions => s_extensions;

    /// <summary>Whether a name has one of <see cref="Extensions"/>, in any case.</summary>
    public static bool HasExtension(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Array.Exists(s_extensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The program ffmpeg that reads and writes videos: where the options say, else where <see cref="VideoOptions.EnvironmentVariable"/> says, else on the PATH.</summary>
    /// <param name="options">May say where; the defaults when null.</param>
    /// <returns>Its path; null where none is there.</returns>
    public static string? FindProgram(VideoOptions? options = null) => FfmpegProgram.Find("ffmpeg", options ?? new VideoOptions());

    /// <summary>Reads a video's header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The bounds; the defaults when null.</param>
    /// <param name="cancellationToken">Kills ffprobe.</param>
    /// <exception cref="EchoFormatException">Missing, no video, larger than a bound, or ffprobe is not installed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static VideoInfo Probe(string path, VideoOptions? options = null, CancellationToken cancellationToken = default) =>
        VideoProbe.Read(VideoInput.Checked(path), (options ?? new VideoOptions()).Checked(), cancellationToken);

    /// <summary>Reads frames in order, one at a time: as much memory as one frame takes, whatever the length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">The frames wanted, 0-based, in any order; all when null. They come in rising order, each once.</param>
    /// <param name="options">The bounds; the defaults when null.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    /// <returns>The frames. ffmpeg starts with the enumeration and is gone when it ends or is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative frame.</exception>
    /// <exception cref="EchoFormatException">Missing, no video, damaged, without a frame that is wanted, larger than a bound, or ffmpeg is not installed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IEnumerable<VideoFrame> ReadFrames(string path, IReadOnlyCollection<int>? frames = null, VideoOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (frames is { Count: > 0 })
            ArgumentOutOfRangeException.ThrowIfNegative(frames.Min(), nameof(frames));
        return VideoReader.Read(VideoInput.Checked(path), frames?.ToHashSet(), (options ?? new VideoOptions()).Checked(), cancellationToken);
    }

    /// <summary>Decodes up to one picture and gives it as an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="index">The frame, 0-based; those before it are decoded too.</param>
    /// <param name="options">The bounds; the defaults when null.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative frame.</exception>
    /// <exception cref="EchoFormatException">As for <see cref="ReadFrames"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EchoImage ReadFrame(string path, int index, VideoOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadFrames(path, [index], options, cancellationToken).Single().Image;

    /// <summary>Writes an AVI file, whole or not at all. The same frames give the same bytes.</summary>
    /// <param name="path">The file; its name ends in .avi.</param>
    /// <param name="frames">At least one, all of one size; they are taken one at a time.</param>
    /// <param name="framesPerSecond">The rate, 0.001…100,000 Hz.</param>
    /// <param name="encoding">How to compress.</param>
    /// <param name="options">Where ffmpeg is, and the bounds; the defaults when null.</param>
    /// <param name="cancellationToken">Kills ffmpeg; nothing is left.</param>
    /// <exception cref="ArgumentException">Another extension or rate, no frames, or frames of different sizes.</exception>
    /// <exception cref="EchoFormatException">ffmpeg is not installed or fails, or a bound is exceeded.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Write(string path, IEnumerable<EchoImage> frames, double framesPerSecond, VideoEncoding encoding = VideoEncoding.MotionJpeg, VideoOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(frames);
        if (!path.EndsWith(".avi", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{path}: videos are written as AVI; the name must end in .avi.", nameof(path));
        if (!(framesPerSecond is >= 0.001 and <= 100_000))
            throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, "The rate must be 0.001…100,000 frames per second.");
        if (!Enum.IsDefined(encoding))
            throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Not a video encoding.");
        VideoWriter.Write(path, frames, framesPerSecond, encoding, (options ?? new VideoOptions()).Checked(), cancellationToken);
    }
}
