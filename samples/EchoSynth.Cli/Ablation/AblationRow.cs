using System.Globalization;
using EchoSynth.Sampling;

namespace EchoSynth.Cli.Ablation;

/// <summary>One way to draw with one trained variant: a row of the table.</summary>
/// <param name="Name">In ablation.json, and its images' folder.</param>
/// <param name="Title">In the table.</param>
/// <param name="Short">Over its column of the picture; empty where it has none.</param>
/// <param name="Variant">What was trained.</param>
/// <param name="Sampling">How it is drawn.</param>
/// <param name="Steps">How often the network runs for an image.</param>
internal sealed record AblationRow(string Name, string Title, string Short, AblationVariant Variant, SamplerOptions Sampling, int Steps)
{
    private const int DiffusionSteps = 1000, FewestSteps = 4;
    private static readonly int[] ImplicitSteps = [50, 20, FewestSteps];

    /// <summary>Whether it takes so long that fewer masks are drawn.</summary>
    public bool IsSlow => Steps >= DiffusionSteps;

    public static IEnumerable<AblationRow> Of(AblationVariant variant, int steps)
    {
        // One image at a time: that is what the time per image means.
        var alone = new SamplerOptions { MicroBatch = 1 };
        if (!variant.IsDiffusion)
        {
            yield return new AblationRow(variant.Name, $"{variant.Name} ({variant.Description})", variant.Name.Replace('-', ' '), variant, alone, steps);
            yield break;
        }
        yield return new AblationRow(Named(variant, "ddpm", DiffusionSteps), string.Create(CultureInfo.InvariantCulture, $"{variant.Name}, DDPM {DiffusionSteps}"), "DDPM 1000 steps", variant, alone with { Method = SamplingMethod.Ddpm }, DiffusionSteps);
        foreach (var few in ImplicitSteps)
            yield return new AblationRow(Named(variant, "ddim", few), string.Create(CultureInfo.InvariantCulture, $"{variant.Name}, DDIM {few}"), few == FewestSteps ? "DDIM 4 steps" : "", variant, alone with { Method = SamplingMethod.Ddim, SamplingSteps = few }, few);
    }

    private static string Named(AblationVariant variant, string method, int steps) => string.Create(CultureInfo.InvariantCulture, $"{variant.Name}-{method}-{steps}");
}
