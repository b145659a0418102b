namespace EchoSynth.Imaging.Privacy;

/// <summary>A way to measure how far images of one pool lie apart.</summary>
internal interface IPairSpace
{
    /// <summary>"pixel", "ssim", "features" or "speckle".</summary>
    string Name { get; }

    /// <summary>Whether that many pairs are all compared; otherwise candidates are the nearest in pixel space.</summary>
    bool ComparesAll(long pairs);

    /// <summary>The nearest of b for each of a and, where it is asked for, the nearest of a for each of b.</summary>
    /// <param name="a">Indices into the pool.</param>
    /// <param name="b">Likewise; where it is the same array, an image is no neighbour of itself.</param>
    /// <param name="both">Whether the second is wanted; empty otherwise.</param>
    /// <param name="progress">Told from several threads.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>Neighbours with indices into the pool.</returns>
    (Neighbour[] OfA, Neighbour[] OfB) Nearest(int[] a, int[] b, bool both, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken);
}
