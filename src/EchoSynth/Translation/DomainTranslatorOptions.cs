using System.ComponentModel.DataAnnotations;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;

namespace EchoSynth.Translation;

/// <summary>Options of a <see cref="DomainTranslator"/>.</summary>
public sealed record DomainTranslatorOptions
{
    /// <summary>
    /// How much is made anew, above 0 up to 1. 1: the image is drawn from the mask alone (arXiv 2403.04612). Below: it starts from the source image, noised as far as a later step begins, so that
    /// layout and coarse greys carry over, the more the smaller it is; see <see cref="SampleRequest.Strength"/>.
    /// </summary>
    /// <value>The default value is 1.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Strength { get; init; } = 1;

    /// <summary>What to do where the source does not annotate a structure that the model was trained with.</summary>
    /// <value>The default value is <see cref="MissingStructures.Complete"/>.</value>
    [AllowedValues(MissingStructures.Complete, MissingStructures.Keep, MissingStructures.Refuse)]
    public MissingStructures Missing { get; init; }

    /// <summary>Adds missing structures, for <see cref="MissingStructures.Complete"/>: a shape model fitted to hearts like those the model was trained on.</summary>
    /// <value>The default value is null; with <see cref="MissingStructures.Complete"/> a source that lacks a structure is an error then.</value>
    public IAnatomyCompleter? Completer { get; init; }

    /// <summary>How images are drawn.</summary>
    /// <value>The default value is that of <see cref="SamplerOptions"/>.</value>
    [Required]
    public SamplerOptions Sampling { get; init; } = new();
}
