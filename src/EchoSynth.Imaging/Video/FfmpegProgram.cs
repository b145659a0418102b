namespace EchoSynth.Imaging.Video;

/// <summary>Finds ffmpeg and ffprobe: where the options say, else where ECHOSYNTH_FFMPEG says, else on the PATH.</summary>
internal static class FfmpegProgram
{
    private static readonly string s_suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <param name="name">"ffmpeg" or "ffprobe".</param>
    /// <param name="path">The video for which it is needed.</param>
    /// <param name="options">May say where it is.</param>
    public static string Find(string name, string path, VideoOptions options)
    {
        var (place, source) = Place(options);
        return Find(name, options) ?? throw (string.IsNullOrEmpty(place)
            ? Missing(name, path, "it is not on the PATH", null)
            : new EchoFormatException(path, name, $"{source} is \"{place}\", but no {name} is there; it must be the program ffmpeg or the folder with ffmpeg and ffprobe."));
    }

    /// <summary>The same; null where it is not there.</summary>
    public static string? Find(string name, VideoOptions options)
    {
        if (Place(options).Value is { Length: > 0 } place)
            return Named(name, Path.GetFullPath(place));
        // Not left to the system, which would look in the working folder first.
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Path.IsPathFullyQualified(folder) && Path.Combine(folder, name + s_suffix) is var program && File.Exists(program))
                return program;
        }
        return null;
    }

    public static EchoFormatException Missing(string name, string path, string why, Exception? inner) =>
        new(path, name, $"the program {name} is needed to read and write videos, but {why}. Install FFmpeg (the package ffmpeg of most systems), or name its folder in {VideoOptions.EnvironmentVariable}.", inner);

    private static (string? Value, string Source) Place(VideoOptions options) => string.IsNullOrEmpty(options.Ffmpeg)
        ? (Environment.GetEnvironmentVariable(VideoOptions.EnvironmentVariable), VideoOptions.EnvironmentVariable)
        : (options.Ffmpeg, $"{nameof(VideoOptions)}.{nameof(VideoOptions.Ffmpeg)}");

    private static string? Named(string name, string place)
    {
        if (Directory.Exists(place))
            return Path.Combine(place, name + s_suffix) is var inside && File.Exists(inside) ? inside : null;
        if (!File.Exists(place))
            return null;
        // A file stands for ffmpeg, or for either of the two by its name; ffprobe lies beside it.
        if (name == "ffmpeg" || Path.GetFileNameWithoutExtension(place) == name)
            return place;
        return Path.Combine(Path.GetDirectoryName(place)!, name + s_suffix) is var beside && File.Exists(beside) ? beside : null;
    }
}
