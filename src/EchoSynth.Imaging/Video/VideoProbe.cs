using System.Globalization;
using System.Text.Json;

namespace EchoSynth.Imaging.Video;

/// <summary>Reads a video's header with ffprobe.</summary>
internal static class VideoProbe
{
    private const int MaxAnswer = 1 << 16;

    public static VideoInfo Read(string path, VideoOptions options, CancellationToken cancellationToken)
    {
        using var process = new FfmpegProcess("ffprobe", Arguments(path), path, "the file is damaged, or no video that can be read", options, cancellationToken);
        var (answer, length) = (new byte[MaxAnswer], 0);
        while (length < MaxAnswer && process.Read(answer.AsSpan(length)) is > 0 and var read)
            length += read;
        if (length == MaxAnswer)
            throw new EchoFormatException(path, "ffprobe", $"it says more than {MaxAnswer} bytes of one video; a few hundred are usual.");
        process.Finish();
        try
        {
            using var json = JsonDocument.Parse(answer.AsMemory(0, length));
            var streams = json.RootElement.GetProperty("streams");
            var info = streams.GetArrayLength() > 0 ? Info(streams[0]) : throw new EchoFormatException(path, null, "there is no video in it.");
            return (long)info.Width * info.Height <= options.MaxPixels ? info
                : throw new EchoFormatException(path, "size", $"{info.Width} × {info.Height}; a frame may have at most {options.MaxPixels} pixels ({nameof(VideoOptions.MaxPixels)}).");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EchoFormatException(path, "ffprobe", $"its answer is not understood ({error.Message}); FFmpeg 4.4 or newer is needed.", error);
        }
    }

    private static VideoInfo Info(JsonElement stream)
    {
        var (width, height) = (stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32());
        if (IsOnItsSide(stream))
            (width, height) = (height, width);
        int? count = int.TryParse(Text(stream, "nb_frames"), NumberStyles.None, CultureInfo.InvariantCulture, out var frames) && frames > 0 ? frames : null;
        return new VideoInfo(width, height, count, Rate(Text(stream, "avg_frame_rate")) ?? Rate(Text(stream, "r_frame_rate")), Text(stream, "codec_name") ?? "unknown");
    }

    private static bool IsOnItsSide(JsonElement stream)
    {
        if (!stream.TryGetProperty("side_data_list", out var list))
            return false;
        return list.EnumerateArray().Any(side => side.TryGetProperty("rotation", out var rotation) && Math.Abs(Math.Abs(rotation.GetDouble()) % 180 - 90) < 45);
    }

    private static string? Text(JsonElement stream, string name) => stream.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>"50/1" → 50; "0/0" → null.</summary>
    private static double? Rate(string? text)
    {
        if (text?.Split('/') is not [var above, var below]
            || !double.TryParse(above, NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            || !double.TryParse(below, NumberStyles.None, CultureInfo.InvariantCulture, out var denominator))
            return null;
        return numerator > 0 && denominator > 0 ? numerator / denominator : null;
    }

    private static IEnumerable<string> Arguments(string path) =>
    [
        "-hide_banner", "-v", "error", "-select_streams", "V:0",
        "-show_entries", "stream=codec_name,width,height,avg_frame_rate,r_frame_rate,nb_frames:stream_side_data=rotation", "-of", "json",
        .. VideoInput.Arguments(path),
    ];
}
