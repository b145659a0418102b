namespace EchoSynth.Checkpoints;

/// <summary>A model folder, a checkpoint or a safetensors file is damaged, foreign, or of another configuration. The message names the file, the part and what would be right.</summary>
public sealed class ModelFormatException : IOException
{
    /// <summary>Makes the exception; its message is "path: problem".</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">What was found and what would be right.</param>
    /// <param name="inner">The underlying error, if any.</param>
    public ModelFormatException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}", inner) => Path = path;

    /// <summary>The file or folder.</summary>
    public string Path { get; }
}
