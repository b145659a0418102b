using System.ComponentModel.DataAnnotations;
using EchoSynth.Validation;

namespace EchoSynth.Augmentation;

/// <summary>Options of a <see cref="PairAugmenter"/>. Everything is off by default; <see cref="Mild"/> is a good start for small data sets.</summary>
/// <remarks>Each amount is a bound: every pair draws its own value between −bound and +bound, uniformly (factors: uniformly in the logarithm). Lengths are fractions of the shorter image side.</remarks>
public sealed record AugmentationOptions
{
    /// <summary>
    /// Small changes that stay within what another recording of a like heart could show: flip 0.5, rotation 4°, scale 0.05, shift 0.02, shear 0.03, elastic 0.005, gain 0.1,
    /// gamma 0.1, speckle 0.05.
    /// </summary>
    public static AugmentationOptions Mild { get; } = new()
    {
        FlipProbability = 0.5, RotationDegrees = 4, Scale = 0.05, Shift = 0.02, Shear = 0.03, Elastic = 0.005, Gain = 0.1, Gamma = 0.1, Speckle = 0.05,
    };

    /// <summary>Share of the pairs that are changed at all; the others pass untouched.</summary>
    /// <value>The default value is 1.</value>
    [Range(0, 1)]
    public double Probability { get; init; } = 1;

    /// <summary>Probability of a left–right flip about the sector's axis, in views where it is allowed: two-chamber, and others by <see cref="FlipFourChamber"/>.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1)]
    public double FlipProbability { get; init; }

    /// <summary>Whether four-chamber views, and views not stated, may be flipped too.</summary>
    /// <value>The default value is false.</value>
    /// <remarks>
    /// A four-chamber image has the left heart on one side and the right heart on the other, by the laboratory's convention: flipped, it is a heart that no recording shows,
    /// and the unlabelled right ventricle comes out where the lateral wall belongs. A two-chamber image shows the left heart alone.
    /// </remarks>
    public bool FlipFourChamber { get; init; }

    /// <summary>Rotation about the sector's apex, in degrees: as if the probe were tilted in the imaging plane.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 30)]
    public double RotationDegrees { get; init; }

    /// <summary>Scale about the sector's apex: anatomy becomes 1/(1 + Scale) … 1 + Scale as large.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 0.3)]
    public double Scale { get; init; }

    /// <summary>Shift along each axis, as a fraction of the image side.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 0.2)]
    public double Shift { get; init; }

    /// <summary>Shear: lateral shift per depth below the apex.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 0.3)]
    public double Shear { get; init; }

    /// <summary>Typical length of a smooth random displacement (its standard deviation along each axis), as a fraction of the image side.</summary>
    /// <value>The default value is 0.</value>
    /// <remarks>At most 1/(16·(<see cref="ElasticPoints"/> − 1)): up to there nothing can fold.</remarks>
    [Range(0, 0.05)]
    public double Elastic { get; init; }

    /// <summary>Control points of the displacement along each axis; cubic B-splines lie between. More points bend finer.</summary>
    /// <value>The default value is 5.</value>
    [Range(3, 16)]
    public int ElasticPoints { get; init; } = 5;

    /// <summary>Gain: grey values inside the sector are multiplied by 1/(1 + Gain) … 1 + Gain.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1)]
    public double Gain { get; init; }

    /// <summary>Gamma: grey values inside the sector are raised to a power of 1/(1 + Gamma) … 1 + Gamma.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1)]
    public double Gamma { get; init; }

    /// <summary>Speckle: standard deviation of the logarithm of a spatially correlated factor with mean 1, inside the sector. The same for every pair, not a bound.</summary>
    /// <value>The default value is 0.</value>
    /// <remarks>It adds texture that the model will learn: 0.05 is hardly visible, 0.3 adds about a quarter to the texture of tissue.</remarks>
    [Range(0, 1)]
    public double Speckle { get; init; }

    /// <summary>Grain of the speckle: standard deviation of the Gaussian that smooths it, as a fraction of the image side.</summary>
    /// <value>The default value is 0.01.</value>
    [Range(0, 0.1)]
    public double SpeckleSize { get; init; } = 0.01;

    internal IEnumerable<string> Errors()
    {
        foreach (var error in OptionsGuard.Errors(this))
            yield return error;
        var most = 1.0 / (16 * (Math.Max(ElasticPoints, 2) - 1));
        if (Elastic > most && Elastic <= 0.05)
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(Elastic)} is {Elastic}; with {nameof(ElasticPoints)} {ElasticPoints} it must be between 0 and {most:0.#####}, or the image could fold.");
    }
}
