namespace EchoSynth.Imaging.Video;

/// <summary>What ffmpeg and ffprobe are told of the file that they read, so that it cannot lead them anywhere else.</summary>
internal static class VideoInput
{
    // Containers that hold their pictures themselves. Playlists, image sequences, concatenations and devices are not among them.
    private const string Formats = "avi,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpeg,mpegts,mpegvideo,asf,flv,ogg";

    /// <summary>The path, if it is that of a regular file with something in it.</summary>
    public static string Checked(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!file.Exists)
                throw new EchoFormatException(path, null, Directory.Exists(path) ? "this is a folder; a video file is needed." : "the file does not exist.");
            // Pipes, sockets and devices have the length 0; to open them, if only to look, could block for ever.
            if (file.Length == 0)
                throw new EchoFormatException(path, null, "the file is empty, or a pipe or device; a video file is needed.");
            return path;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not EchoFormatException))
        {
            throw new EchoFormatException(path, null, $"cannot be read: {error.Message}", error);
        }
    }

    public static IEnumerable<string> Arguments(string path) =>
        ["-protocol_whitelist", "file", "-format_whitelist", Formats, "-i", "file:" + Path.GetFullPath(path)];
}
