using System.Collections.Immutable;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>The five presets: a general one, and four that each push one trade-off of cardiac scanners.</summary>
internal static class ScannerCatalog
{
    public static ImmutableArray<ScannerPreset> All { get; } =
    [
        new() { Name = "standard" },
        new()
        {
            Name = "high-resolution",
            FrequencyMHz = 3.5, HalfAngleDegrees = 35, DepthMm = 152,
            AxialResolutionMm = 1.0, LateralResolutionDegrees = 1.8, FocusMm = 80,
            DynamicRangeDb = 58, GainDb = 0, GreyGamma = 1.8,
            TgcDbPerCm = 3.0, NoiseDb = -90, SideLobeDb = -27, NearFieldClutter = 0.6, LateralDropout = 0.8,
            SmoothingMm = 0.3,
        },
        new()
        {
            Name = "deep",
            FrequencyMHz = 1.7, HalfAngleDegrees = 32, DepthMm = 180,
            AxialResolutionMm = 2.2, LateralResolutionDegrees = 3.0, FocusMm = 120,
            DynamicRangeDb = 60, GainDb = -3, GreyGamma = 1.7,
            TgcDbPerCm = 1.6, NoiseDb = -74, SideLobeDb = -19, NearFieldClutter = 1.1, LateralDropout = 0.7,
            SmoothingMm = 1.0,
        },
        new()
        {
            Name = "portable",
            FrequencyMHz = 2.2, HalfAngleDegrees = 42, DepthMm = 160,
            AxialResolutionMm = 2.3, LateralResolutionDegrees = 3.9, FocusMm = 80,
            DynamicRangeDb = 44, GainDb = 2, GreyGamma = 1.2,
            TgcDbPerCm = 1.9, NoiseDb = -64, SideLobeDb = -12, NearFieldClutter = 1.9, LateralDropout = 1.3,
            SmoothingMm = 0.6,
        },
        new()
        {
            Name = "compound",
            FrequencyMHz = 2.8, HalfAngleDegrees = 39, DepthMm = 156,
            AxialResolutionMm = 1.5, LateralResolutionDegrees = 2.6, FocusMm = 90,
            DynamicRangeDb = 66, GainDb = 1, GreyGamma = 2.1,
            TgcDbPerCm = 2.55, NoiseDb = -84, SideLobeDb = -21, NearFieldClutter = 0.8, LateralDropout = 0.8,
            Looks = 3, SmoothingMm = 1.6,
        },
    ];
}
