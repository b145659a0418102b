using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EchoSynth.Imaging.Video;

/// <summary>What depends on the version of ffmpeg; each program is asked once.</summary>
internal static partial class FfmpegVersion
{
    private static readonly ConcurrentDictionary<string, string> s_options = new();

    /// <summary>The option that keeps every frame as it was decoded: -fps_mode came with 5.1, and -vsync went with 9.0.</summary>
    public static string FrameSync(string path, VideoOptions options, CancellationToken cancellationToken) =>
        s_options.GetOrAdd(FfmpegProgram.Find("ffmpeg", path, options), _ => IsOld(Ask(path, options, cancellationToken)) ? "-vsync" : "-fps_mode");

    /// <summary>Whether "ffmpeg version 4.4.2 …" is before 5.1; builds without a number are of the day.</summary>
    public static bool IsOld(string answer) => Number().Match(answer) is { Success: true } match
        && (Part(match, 1), Part(match, 2)) is var (major, minor) && (major < 5 || (major == 5 && minor < 1));

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Ask(string path, VideoOptions options, CancellationToken cancellationToken)
    {
        using var process = new FfmpegProcess("ffmpeg", ["-nostdin", "-version"], path, "it does not tell its version", options, cancellationToken);
        var (answer, length) = (new byte[1 << 14], 0);
        while (length < answer.Length && process.Read(answer.AsSpan(length)) is > 0 and var read)
            length += read;
        process.Finish();
        return Encoding.UTF8.GetString(answer, 0, length);
    }

    [GeneratedRegex(@"^ffmpeg version n?([0-9]{1,4})\.([0-9]{1,4})")]
    private static partial Regex Number();
}
