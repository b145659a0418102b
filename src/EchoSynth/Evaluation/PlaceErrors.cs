using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Evaluation;

/// <summary>Errors within one place over a set of pairs: means over the images and standard deviations (n − 1). Data range 0…255.</summary>
public sealed record PlaceErrors
{
    /// <summary>How many pairs have the place.</summary>
    public required int Images { get; init; }

    /// <summary>Mean squared error, squared grey levels.</summary>
    public required double Mse { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double MseSd { get; init; }

    /// <summary>Peak signal-to-noise ratio, dB, over the pairs that are not equal; infinite where all are.</summary>
    public required double Psnr { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double PsnrSd { get; init; }

    /// <summary>Structural similarity, −1…1.</summary>
    public required double Ssim { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double SsimSd { get; init; }

    /// <summary>Multi-scale structural similarity, 0…1; NaN where it was not measured: within single structures.</summary>
    public double MsSsim { get; init; } = double.NaN;

    /// <summary>Its standard deviation.</summary>
    public double MsSsimSd { get; init; } = double.NaN;

    /// <summary>Null where no pair has the place.</summary>
    internal static PlaceErrors? Of(PlaceFidelity place) => place.Mse.Count == 0 ? null : new PlaceErrors
    {
        Images = place.Mse.Count,
        Mse = place.Mse.Mean,
        MseSd = place.Mse.StandardDeviation,
        Psnr = place.Psnr.Mean,
        PsnrSd = place.Psnr.StandardDeviation,
        Ssim = place.Ssim.Mean,
        SsimSd = place.Ssim.StandardDeviation,
        MsSsim = place.MultiScale?.Mean ?? double.NaN,
        MsSsimSd = place.MultiScale?.StandardDeviation ?? double.NaN,
    };
}
