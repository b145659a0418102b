namespace EchoSynth.Imaging.Datasets;

/// <summary>A mask cannot be completed; the message says why.</summary>
public sealed class AnatomyCompletionException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why.</param>
    /// <param name="inner">The underlying error, if any.</param>
    public AnatomyCompletionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
