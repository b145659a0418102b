using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Speckle;

namespace EchoSynth.Evaluation;

/// <summary>How close synthetic images are to the real ones of their masks. All errors are on the range 0…255.</summary>
/// <remarks>MSE, PSNR and the similarities reward blur: read them beside <see cref="SecondReal"/>, and beside texture, spectrum and speckle.</remarks>
public sealed record FidelitySection
{
    /// <summary>Pairs of a synthetic image and the real image of its mask; 0 where no synthetic image has a partner, and only speckle is measured.</summary>
    public required int Images { get; init; }

    /// <summary>How many of the pairs have a real image that the generator has not seen.</summary>
    public required int HeldOutImages { get; init; }

    /// <summary>The grey range of all errors: 255.</summary>
    public double DataRange { get; init; } = PixelError.DataRange;

    /// <summary>Scales of MS-SSIM: five from 176 pixels on, fewer for smaller images, their weights then brought to a sum of 1.</summary>
    public IReadOnlyList<int> MsSsimScales { get; init; } = [];

    /// <summary>Over the whole frame; its black surround flatters. Null without pairs.</summary>
    public PlaceErrors? WholeFrame { get; init; }

    /// <summary>Inside the ultrasound sector.</summary>
    public PlaceErrors? Sector { get; init; }

    /// <summary>Inside the sector, of the pairs whose real image the generator has not seen.</summary>
    public PlaceErrors? SectorHeldOut { get; init; }

    /// <summary>In the left ventricular cavity.</summary>
    public PlaceErrors? LeftVentricle { get; init; }

    /// <summary>The same comparison over the pixels of the myocardium alone.</summary>
    public PlaceErrors? Myocardium { get; init; }

    /// <summary>The same comparison over the pixels of the left atrium alone.</summary>
    public PlaceErrors? LeftAtrium { get; init; }

    /// <summary>In the unlabelled tissue of the sector.</summary>
    public PlaceErrors? Surround { get; init; }

    /// <summary>What a second real image scores against the first: the figure that an honest generator reaches. Null where there is none.</summary>
    public SecondRealImage? SecondReal { get; init; }

    /// <summary>Local standard deviation in the myocardium over that of the real images; 1 is right, below is too smooth.</summary>
    public double TextureMyocardium { get; init; } = double.NaN;

    /// <summary>The same in the surrounding tissue.</summary>
    public double TextureSurround { get; init; } = double.NaN;

    /// <summary>Mean difference of the radial power spectra, dB.</summary>
    public double SpectrumDb { get; init; } = double.NaN;

    /// <summary>The mean radial power spectra that <see cref="SpectrumDb"/> compares, real and synthetic, in dB for each ring of frequencies; null where a report lacks them.</summary>
    public RadialSpectra? Spectra { get; init; }

    /// <summary>Speckle statistics of each tissue and the contrast between cavity and wall, real and synthetic.</summary>
    public required SpeckleReport Speckle { get; init; }

    /// <summary>How much images of one mask differ over seeds; null where no mask has two.</summary>
    public DiversitySection? Diversity { get; init; }

    /// <summary>The pairs of least and greatest SSIM inside the sector, worst first.</summary>
    public IReadOnlyList<PairErrors> Extremes { get; init; } = [];
}
