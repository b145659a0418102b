using System.ComponentModel.DataAnnotations;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Framing;

/// <summary>How recordings of any size and spacing become square images of isotropic pixels. Kept with a model, so that it is used as it was trained.</summary>
public sealed record FramingOptions
{
    /// <summary>The part of the recording that is kept.</summary>
    /// <value>The default value is <see cref="FrameExtent.Whole"/>.</value>
    [AllowedValues(FrameExtent.Whole, FrameExtent.Sector)]
    public FrameExtent Extent { get; init; }

    /// <summary>With <see cref="FrameExtent.Sector"/>: what is left around the sector on each side, as a share of its longer side, 0…1.</summary>
    /// <value>The default value is 0.02.</value>
    [Range(0.0, 1.0)]
    public double Margin { get; init; } = 0.02;

    /// <summary>Percentile, 0…50, of the grey values in the sector that becomes black; darker ones do, too.</summary>
    /// <value>The default value is null: black stays black.</value>
    [Range(0.0, 50.0)]
    public double? BlackPercentile { get; init; }

    /// <summary>Percentile, 50…100, of the grey values in the sector that becomes white; lighter ones do, too.</summary>
    /// <value>The default value is null: white stays white.</value>
    [Range(50.0, 100.0)]
    public double? WhitePercentile { get; init; }

    /// <summary>How labels come to the new grid.</summary>
    /// <value>The default value is <see cref="LabelResampling.Area"/>.</value>
    [AllowedValues(LabelResampling.Area, LabelResampling.Nearest)]
    public LabelResampling Labels { get; init; }

    /// <summary>Pixels above it are lit for the <see cref="SectorDetector"/>: 0…0.9.</summary>
    /// <value>The default value is null: as the data set says (0, or 0.02 for lossy video).</value>
    [Range(0.0, 0.9)]
    public double? SectorThreshold { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; the message names each.</exception>
    public void Validate() => new ParameterCheck("Framing")
        .That(Enum.IsDefined(Extent), $"Extent is {Extent}; it must be Whole or Sector.")
        .Range(nameof(Margin), Margin, 0, 1, "")
        .Range(nameof(BlackPercentile), BlackPercentile ?? 0, 0, 50, "")
        .Range(nameof(WhitePercentile), WhitePercentile ?? 100, 50, 100, "")
        .That(Enum.IsDefined(Labels), $"Labels is {Labels}; it must be Area or Nearest.")
        .Range(nameof(SectorThreshold), SectorThreshold ?? 0, 0, 0.9, "")
        .ThrowIfAny("options");
}
