namespace EchoSynth.Cli.Work;

/// <summary>Writes a text file whole or not at all.</summary>
internal static class TextFile
{
    public static void Write(string path, string text)
    {
        // A device (/dev/stdout) is written to, not replaced.
        var temporary = path.StartsWith("/dev/", StringComparison.Ordinal) ? path : $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllText(temporary, text);
            if (temporary != path)
                File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (temporary != path && File.Exists(temporary))
                File.Delete(temporary);
            throw new CommandException($"{path}: cannot be written: {e.Message}", e);
        }
    }
}
