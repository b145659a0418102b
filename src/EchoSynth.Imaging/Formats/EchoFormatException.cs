namespace EchoSynth.Imaging;

/// <summary>A file or a folder is not what it should be. The message names the file, the field, and what would be right.</summary>
public sealed class EchoFormatException : IOException
{
    /// <summary>Makes the exception; its message is "file: field: problem".</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="field">The field, header entry or part concerned; null where it is the whole file.</param>
    /// <param name="problem">What was found and what would be right.</param>
    /// <param name="inner">The underlying error, if any.</param>
    public EchoFormatException(string path, string? field, string problem, Exception? inner = null)
        : base(field is null ? $"{path}: {problem}" : $"{path}: {field}: {problem}", inner)
    {
        Path = path;
        Field = field;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The field, header entry or part concerned; null where it is the whole file.</summary>
    public string? Field { get; }
}
