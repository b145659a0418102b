using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Training;

/// <summary>Weights of the reconstruction losses per region of the mask: Σ w·e / Σ w over the pixels, so that their common scale does not matter.</summary>
public sealed record RegionWeights
{
    /// <summary>Weight of the left ventricle's cavity.</summary>
    /// <value>The default value is 1.</value>
    [Range(0, 1000)]
    public double LeftVentricle { get; init; } = 1;

    /// <summary>How much a pixel of the myocardium counts.</summary>
    /// <value>The default value is 1.</value>
    [Range(0, 1000)]
    public double Myocardium { get; init; } = 1;

    /// <summary>How much a pixel of the left atrium counts.</summary>
    /// <value>The default value is 1.</value>
    [Range(0, 1000)]
    public double LeftAtrium { get; init; } = 1;

    /// <summary>Weight of everything else: other tissue in the sector, and the black around it.</summary>
    /// <value>The default value is 1.</value>
    [Range(0, 1000)]
    public double Rest { get; init; } = 1;

    internal IEnumerable<(Imaging.AnatomyLabel Label, double Weight)> ByLabel() =>
        [(Imaging.AnatomyLabel.LeftVentricle, LeftVentricle), (Imaging.AnatomyLabel.Myocardium, Myocardium), (Imaging.AnatomyLabel.LeftAtrium, LeftAtrium)];

    internal IEnumerable<string> Errors()
    {
        foreach (var error in Validation.OptionsGuard.Errors(this))
            yield return error;
        if (LeftVentricle + Myocardium + LeftAtrium + Rest == 0)
            yield return "LeftVentricle, Myocardium, LeftAtrium and Rest are all 0; one at least must be above 0.";
    }
}
