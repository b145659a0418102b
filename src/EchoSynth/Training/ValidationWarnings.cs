namespace EchoSynth.Training;

/// <summary>What a person should hear of a validation. The losses do not show it: those of a dead discriminator and of a good one both rest near 2·ln 2.</summary>
internal static class ValidationWarnings
{
    /// <summary>Texture below this is smoother than any scanner's image; seeds that differ less than this share of what they differ from the real image come out alike (redraws: 1).</summary>
    private const double DeadTexture = 0.8, LostDispersion = 0.6;

    /// <summary>Every model is smooth at first.</summary>
    private const double Early = 0.2;

    /// <param name="report">The validation.</param>
    /// <param name="done">Share of the steps done.</param>
    /// <param name="adversarial">Whether there is a discriminator.</param>
    public static IEnumerable<string> Of(ValidationReport report, double done, bool adversarial)
    {
        if (done < Early)
            yield break;
        var texture = double.MinNumber(report.TextureMyocardium, report.TextureSurround); // NaN where a region was nowhere
        if (texture < DeadTexture)
        {
            yield return FormattableString.Invariant($"The images are smoother than real ones (texture {texture:0.00} of 1)") + (adversarial
                ? ": if more training does not help, the discriminator seems dead, which its loss does not show. In TrainerOptions, raise DiscriminatorRate, lower L1Weight or R1Gamma; or take the patch discriminator with its high-pass input."
                : ".");
        }
        if (report.Dispersion < LostDispersion)
            yield return FormattableString.Invariant($"The seeds of a mask come out alike: they differ from each other by {report.Dispersion:0.00} of what they differ from the real image (1 is right). In TrainerOptions, raise SpreadWeight or lower L1Weight and SsimWeight; or train on more pairs.");
    }
}
