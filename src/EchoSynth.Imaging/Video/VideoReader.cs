using System.Globalization;

namespace EchoSynth.Imaging.Video;

/// <summary>Decodes the frames of a video with ffmpeg.</summary>
internal static class VideoReader
{
    private const string Failure = $"the file is damaged ({nameof(VideoOptions)}.{nameof(VideoOptions.TolerateDamage)} takes what can be made of it), or no video that can be read";

    /// <param name="path">A checked path.</param>
    /// <param name="wanted">The frames to give; all when null.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    public static IEnumerable<VideoFrame> Read(string path, HashSet<int>? wanted, VideoOptions options, CancellationToken cancellationToken)
    {
        if (wanted is { Count: 0 })
            yield break;
        var last = wanted?.Max() ?? options.MaxFrames;
        if (wanted is not null && last >= options.MaxFrames)
            throw new EchoFormatException(path, "frame", $"{last} was asked for; at most {options.MaxFrames} frames are read ({nameof(VideoOptions.MaxFrames)}).");
        var sync = FfmpegVersion.FrameSync(path, options, cancellationToken);
        using var process = new FfmpegProcess("ffmpeg", Arguments(path, last + 1L, sync, options), path, Failure, options, cancellationToken);
        var pictures = new PgmPictures(process, path);
        var bytes = 0L;
        var index = 0;
        (int Width, int Height)? size = null;
        byte[] pixels = [];
        for (; pictures.NextSize() is { } found; index++)
        {
            CheckSize(path, index, found, size, options);
            if (index >= options.MaxFrames)
                throw new EchoFormatException(path, "frames", $"there are more than {options.MaxFrames}; at most so many are read ({nameof(VideoOptions.MaxFrames)}).");
            if (size is null)
                (size, pixels) = (found, new byte[found.Width * found.Height]);
            bytes += pixels.Length;
            if (bytes > options.MaxBytes)
                throw new EchoFormatException(path, "frames", $"the first {index + 1}, {found.Width} × {found.Height} each, take more than {options.MaxBytes} bytes ({nameof(VideoOptions.MaxBytes)}).");
            pictures.Fill(pixels);
            cancellationToken.ThrowIfCancellationRequested();
            if (wanted is null || wanted.Contains(index))
                yield return new VideoFrame(index, EchoImage.FromBytes(found.Width, found.Height, pixels));
        }
        process.Finish();
        if (index == 0)
            throw new EchoFormatException(path, null, "no frame in it can be decoded.");
        if (wanted is not null && last >= index)
            throw new EchoFormatException(path, "frame", $"{last} was asked for; the video has {index} frames, 0…{index - 1}.");
    }

    private static void CheckSize(string path, int index, (int Width, int Height) found, (int Width, int Height)? size, VideoOptions options)
    {
        if ((long)found.Width * found.Height > options.MaxPixels)
            throw new EchoFormatException(path, "size", $"{found.Width} × {found.Height}; a frame may have at most {options.MaxPixels} pixels ({nameof(VideoOptions.MaxPixels)}).");
        if (size is { } first && first != found)
            throw new EchoFormatException(path, "size", $"frame {index} is {found.Width} × {found.Height}, those before it are {first.Width} × {first.Height}; all frames must be of one size.");
    }

    private static IEnumerable<string> Arguments(string path, long count, string sync, VideoOptions options) =>
    [
        "-nostdin", "-hide_banner", "-v", "error",
        // One thread: many videos are read at the same time, and frames come in the same way on every machine.
        "-threads", "1", "-max_pixels", options.MaxPixels.ToString(CultureInfo.InvariantCulture),
        .. options.TolerateDamage ? Array.Empty<string>() : ["-xerror", "-err_detect", "explode"],
        .. VideoInput.Arguments(path),
        "-map", "0:V:0", "-an", "-sn", "-dn", "-frames:v", count.ToString(CultureInfo.InvariantCulture),
        "-vf", "scale=out_range=full:flags=accurate_rnd+full_chroma_inp+bitexact,format=gray",
        sync, "passthrough", "-c:v", "pgm", "-f", "image2pipe", "pipe:1",
    ];
}
