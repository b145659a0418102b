using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="EchoNetDynamicDataset"/> and <see cref="EchoNetPediatricDataset"/> read.</summary>
public sealed record EchoNetOptions
{
    /// <summary>Whether to leave out what is incomplete (a video that is not there, a tracing that is no outline) and list it among the skipped, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }

    /// <summary>The fold of EchoNet-Pediatric, 0…9, that is for validation.</summary>
    /// <value>The default value is 8; with the default <see cref="TestingFold"/>, folds 0 to 7 are for training.</value>
    public int ValidationFold { get; init; } = 8;

    /// <summary>The fold of EchoNet-Pediatric, 0…9, that is for testing; another than <see cref="ValidationFold"/>.</summary>
    /// <value>The default value is 9.</value>
    public int TestingFold { get; init; } = 9;

    /// <summary>Where ffmpeg is, and its bounds.</summary>
    /// <value>The default value is that of <see cref="VideoOptions"/>.</value>
    public VideoOptions Video { get; init; } = new();

    internal EchoNetOptions Checked()
    {
        ArgumentNullException.ThrowIfNull(Video);
        Video.Checked();
        foreach (var (fold, name) in new[] { (ValidationFold, nameof(ValidationFold)), (TestingFold, nameof(TestingFold)) })
        {
            ArgumentOutOfRangeException.ThrowIfNegative(fold, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(fold, 9, name);
        }
        return ValidationFold != TestingFold ? this
            : throw new ArgumentException($"{nameof(ValidationFold)} and {nameof(TestingFold)} are both {TestingFold}; a fold is for one of the two.");
    }
}
