using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Features;

/// <summary>Numbers that describe an image, for distances between sets of images.</summary>
/// <remarks>
/// A row must depend on nothing but the pixels, the labels and the size of its own pair (not on the spacing, the item, or the other pairs of the call): <see cref="FeatureCache"/> relies on it.
/// Implementations need not be safe for concurrent calls.
/// </remarks>
public interface IFeatureExtractor
{
    /// <summary>A short name; every figure made of the features carries it.</summary>
    string Name { get; }

    /// <summary>The names of the features, in their order, or null where they have none (a network's).</summary>
    IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>What the features depend on besides the image and its mask: algorithm, version, settings, a hash of the weights. Features are cached under it.</summary>
    string Fingerprint { get; }

    /// <summary>Whether features are brought to zero mean and unit deviation over the real images before distances are measured: true where their units differ.</summary>
    bool Standardise { get; }

    /// <summary>Describes images.</summary>
    /// <param name="pairs">Images with their masks; some tens at a time. Sizes may differ.</param>
    /// <returns>One row for each pair, all of one length, every number finite.</returns>
    /// <exception cref="EchoFormatException">The extractor's file does not fit, or gave numbers that are not finite.</exception>
    double[][] Extract(IReadOnlyList<EchoPair> pairs);
}
