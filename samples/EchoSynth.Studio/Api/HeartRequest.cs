using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using EchoSynth.Studio.Anatomy;

namespace EchoSynth.Studio.Api;

/// <summary>A heart, a scanner, and how its images are drawn: what all drawing requests have in common.</summary>
public abstract record HeartRequest
{
    /// <summary>The contours at end-diastole. Required.</summary>
    [Required]
    public HeartContours? Contours { get; init; }

    /// <summary>The scanner: its sector, and where the model knows scanners its looks. One of those of GET /api/model.</summary>
    [DefaultValue("standard")]
    public string Scanner { get; init; } = "standard";

    /// <summary>How much of its blood the ventricle ejects, a fraction: how far the contours contract.</summary>
    [Range(0.15, 0.8)]
    [DefaultValue(0.6)]
    public double EjectionFraction { get; init; } = 0.6;

    /// <summary>How much of its largest volume the atrium empties, a fraction.</summary>
    [Range(0.1, 0.75)]
    [DefaultValue(0.5)]
    public double AtrialEmptying { get; init; } = 0.5;

    /// <summary>Seed of all noise; the same request with the same seed gives the same bytes.</summary>
    [Range(0, MostSeed)]
    [DefaultValue(1L)]
    public long Seed { get; init; } = 1;

    /// <summary>Denoising steps of the whole way from noise; those that GET /api/model allows. All where not given.</summary>
    public int? Steps { get; init; }

    /// <summary>What to start from: "none" (noise: the contours alone), "simulation" (the phantom simulator's picture of this heart by this scanner) or "picture" (sourcePicture).</summary>
    [AllowedValues("none", "simulation", "picture")]
    [DefaultValue("none")]
    public string Source { get; init; } = "none";

    /// <summary>With a source, how much of the way from noise is gone anew, above 0 up to 1: the last ⌈strength · steps⌉ steps are taken from the noised source. Without one it must be 1.</summary>
    [Range(0, 1, MinimumIsExclusive = true)]
    [DefaultValue(1.0)]
    public double Strength { get; init; } = 1;

    /// <summary>With source "picture": a PNG in base64, at most 2048 × 2048 pixels; fitted into the model's square.</summary>
    public byte[]? SourcePicture { get; init; }

    /// <summary>The seed of the heart the contours began as (GET /api/hearts/{seed}): gives a simulated source its right heart. 1 where not given.</summary>
    [Range(0, MostSeed)]
    [DefaultValue(1L)]
    public long Heart { get; init; } = 1;

    /// <summary>The largest whole number that JavaScript keeps exactly.</summary>
    internal const long MostSeed = 9_007_199_254_740_991;
}
