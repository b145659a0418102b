namespace EchoSynth.Imaging.Datasets;

/// <summary>Adds the structures that a data set does not annotate to its masks.</summary>
/// <remarks>Implementations are safe for concurrent use and give the same mask for the same input.</remarks>
public interface IAnatomyCompleter
{
    /// <summary>What tells this completer from others in a manifest: a hash of what it works by, or a name with a version.</summary>
    string Identity { get; }

    /// <summary>Adds what is missing; what is annotated stays as it is, pixel for pixel.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="annotated">The structures that it marks: all others are missing, not absent.</param>
    /// <param name="view">The view.</param>
    /// <param name="phase">The phase, or Unknown.</param>
    /// <returns>A mask of the same size and spacing with LV, myocardium and left atrium.</returns>
    /// <exception cref="AnatomyCompletionException">This mask cannot be completed; the message says why.</exception>
    AnatomyMask Complete(AnatomyMask mask, IReadOnlyList<AnatomyLabel> annotated, EchoView view, CardiacPhase phase);
}
