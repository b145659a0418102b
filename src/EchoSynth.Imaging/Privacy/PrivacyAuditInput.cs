using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Privacy;

/// <summary>What <see cref="PrivacyAudit"/> compares. All images are of one size, at least 11 × 11 pixels; each set holds two or more.</summary>
public sealed record PrivacyAuditInput
{
    /// <summary>What the model was trained on.</summary>
    public required IReadOnlyList<EchoPair> Training { get; init; }

    /// <summary>Real images of other patients, from the same source: what a model that memorised nothing is as near to.</summary>
    public required IReadOnlyList<EchoPair> HeldOut { get; init; }

    /// <summary>What the model made.</summary>
    public required IReadOnlyList<EchoPair> Synthetic { get; init; }

    /// <summary>The real image whose mask each synthetic image was drawn from, in their order: an <see cref="EchoItem.Id"/>, null where it is not known (masks are then compared).</summary>
    /// <value>The default value is null: nothing is known.</value>
    public IReadOnlyList<string?>? SourceIds { get; init; }

    /// <summary>Features of the training images, in their order and standardised where units differ; null, or given with the other two.</summary>
    public FeatureSet? TrainingFeatures { get; init; }

    /// <summary>Features of the held-out images.</summary>
    public FeatureSet? HeldOutFeatures { get; init; }

    /// <summary>Features of the synthetic images.</summary>
    public FeatureSet? SyntheticFeatures { get; init; }

    /// <summary>Checks that everything fits together.</summary>
    /// <exception cref="ArgumentException">A set of fewer than two images, images of different sizes (both are named) or too small, features or sources of another number.</exception>
    public void Validate()
    {
        (string Name, IReadOnlyList<EchoPair> Pairs, FeatureSet? Features)[] sets =
            [("training", Training, TrainingFeatures), ("held-out", HeldOut, HeldOutFeatures), ("synthetic", Synthetic, SyntheticFeatures)];
        var features = sets.Count(s => s.Features is not null);
        foreach (var (name, pairs, set) in sets)
        {
            ArgumentNullException.ThrowIfNull(pairs, name);
            if (pairs.Count < 2)
                throw new ArgumentException($"The {name} set has {pairs.Count} images; at least 2 are needed.");
            if (features is not (0 or 3))
                throw new ArgumentException("Features are needed of all three sets, or of none.");
            if (set is not null && set.Count != pairs.Count)
                throw new ArgumentException($"There are features of {set.Count} {name} images; the set has {pairs.Count}.");
        }
        if (features == 3)
        {
            FeatureSet.CheckSame(TrainingFeatures!, HeldOutFeatures!);
            FeatureSet.CheckSame(TrainingFeatures!, SyntheticFeatures!);
        }
        if (SourceIds is not null && SourceIds.Count != Synthetic.Count)
            throw new ArgumentException($"There are {SourceIds.Count} sources for {Synthetic.Count} synthetic images.");
        var first = Training[0].Image;
        foreach (var (name, pairs, _) in sets)
        {
            foreach (var pair in pairs)
            {
                var image = pair.Image;
                if (image.Width != first.Width || image.Height != first.Height)
                    throw new ArgumentException($"The {name} image {pair.Item.Id} is {image.Width} × {image.Height}, the training image {Training[0].Item.Id} {first.Width} × {first.Height}; all must be of one size.");
                if (pair.Mask.Width != image.Width || pair.Mask.Height != image.Height)
                    throw new ArgumentException($"The mask of the {name} image {pair.Item.Id} is {pair.Mask.Width} × {pair.Mask.Height}, the image {image.Width} × {image.Height}.");
            }
        }
        if (Math.Min(first.Width, first.Height) < 11)
            throw new ArgumentException($"The images are {first.Width} × {first.Height}; at least 11 × 11 pixels are needed.");
    }
}
