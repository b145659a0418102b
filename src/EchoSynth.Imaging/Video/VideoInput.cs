namespace EchoSynth.Imaging.Video;

/// <summary>What ffmpeg and ffprobe are told of the file that they read, so that it cannot lead them anywhere else.</summary>
internal static class VideoInput
{
    // Containers that hold their pictures themselves. Playlists, image sequences, concatenations and devices are not among them.
    private const string Formats = "avi,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpeg,mpegts,mpegvideo,asf,flv,ogg";

    /// <summary>The path, if it is that of a regular file with something in it.</summary>
    public static string Checked(string path) => Directory.Exists(path)
        ? throw new EchoFormatException(path, null, "this is a folder; a video file is needed.")
        : FileInput.Read(path, _ => path, empty: () => throw new EchoFormatException(path, null, "the file is empty, or a pipe or device; a video file is needed."));

    public static IEnumerable<string> Arguments(string path) =>
        ["-protocol_whitelist", "file", "-format_whitelist", Formats, "-i", "file:" + Path.GetFullPath(path)];
}
