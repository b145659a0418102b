namespace EchoSynth.Imaging.Datasets;

/// <summary>A mask cannot be completed; the message says why.</summary>
public sealed class AnatomyCompletionException : Exception
{
    /// <summary>For an <see cref="IAnatomyCompleter"/> that cannot complete a mask; where a whole data set is translated, its item is left out with this message.</summary>
    /// <param name="message">Why.</param>
    /// <param name="inner">The underlying error, if any.</param>
    public AnatomyCompletionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
