namespace EchoSynth.Imaging.Phantoms;

/// <summary>The physical and display settings of a phased-array scanner.</summary>
/// <remarks>Invented machines, no product of any maker. Values follow transthoracic practice; see docs/phantom.md.</remarks>
public sealed record ScannerPreset
{
    /// <summary>Its name, for files and the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Centre frequency of the received echo, MHz: 1…6.</summary>
    public double FrequencyMHz { get; init; } = 2.5;

    /// <summary>Half the sector's opening angle, degrees: 25…50.</summary>
    public double HalfAngleDegrees { get; init; } = 37.5;

    /// <summary>Depth of the image, mm: 120…220.</summary>
    public double DepthMm { get; init; } = 160;

    /// <summary>Axial resolution, full width of the pulse at half maximum, mm: 0.6…3.5.</summary>
    public double AxialResolutionMm { get; init; } = 2.3;

    /// <summary>Lateral resolution, full width of the two-way beam at half maximum at the focus, degrees: 1.2…5.</summary>
    public double LateralResolutionDegrees { get; init; } = 2.9;

    /// <summary>Transmit focus, mm: 40…200. Away from it the beam widens.</summary>
    public double FocusMm { get; init; } = 90;

    /// <summary>Log compression, dB shown between black and white: 35…90.</summary>
    public double DynamicRangeDb { get; init; } = 50;

    /// <summary>Overall gain, dB: −20…25.</summary>
    public double GainDb { get; init; }

    /// <summary>Exponent of the grey map after the logarithm: 0.6…2.5; above 1 darkens the weak echoes.</summary>
    public double GreyGamma { get; init; } = 1.6;

    /// <summary>Attenuation in tissue, dB/cm/MHz one way: 0.2…0.9; soft tissue 0.5, myocardium 0.52 (ICRU 61).</summary>
    public double AttenuationDbPerCmMHz { get; init; } = 0.5;

    /// <summary>Time-gain compensation, dB per cm of depth: 0…6. Full compensation would be 2 · attenuation · frequency.</summary>
    public double TgcDbPerCm { get; init; } = 2.2;

    /// <summary>Electronic noise before compensation, dB below the reference echo: −120…−50.</summary>
    public double NoiseDb { get; init; } = -81;

    /// <summary>Side-lobe clutter, dB relative to the mean of the tissue ±10 beams beside: −60…−8.</summary>
    public double SideLobeDb { get; init; } = -21;

    /// <summary>Near-field clutter (ring-down, chest-wall reverberation), a factor: 0…3.</summary>
    public double NearFieldClutter { get; init; } = 1;

    /// <summary>How strongly the sector's sides drop out for want of contact, a factor on the drawn loss in dB: 0…2.</summary>
    public double LateralDropout { get; init; } = 1;

    /// <summary>Weight of mirror-like echoes from boundaries across the beam: 0…2.</summary>
    public double SpecularStrength { get; init; } = 0.6;

    /// <summary>Speckle reduction: uncorrelated looks whose power is averaged (frequency or spatial compounding), 1…4.</summary>
    public int Looks { get; init; } = 1;

    /// <summary>Smoothing of the displayed image, full width at half maximum, mm: 0…4.</summary>
    public double SmoothingMm { get; init; }

    /// <summary>The five named presets.</summary>
    public static IReadOnlyList<ScannerPreset> All => ScannerCatalog.All;

    /// <summary>The preset used where none is named: "standard".</summary>
    public static ScannerPreset Default => ScannerCatalog.All[0];

    /// <summary>The preset of that name, whatever its case.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static ScannerPreset ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var preset in All)
        {
            if (preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return preset;
        }
        throw new ArgumentException($"There is no scanner preset '{name}'; there are {string.Join(", ", All.Select(p => p.Name))}.", nameof(name));
    }

    /// <summary>Checks every setting against its range.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; the message names each with its range.</exception>
    public void Validate() => new ParameterCheck($"Scanner preset '{Name}'")
        .That(!string.IsNullOrWhiteSpace(Name), "Name is empty.")
        .Range(nameof(FrequencyMHz), FrequencyMHz, 1, 6, " MHz")
        .Range(nameof(HalfAngleDegrees), HalfAngleDegrees, 25, 50, "°")
        .Range(nameof(DepthMm), DepthMm, 120, 220, " mm")
        .Range(nameof(AxialResolutionMm), AxialResolutionMm, 0.6, 3.5, " mm")
        .Range(nameof(LateralResolutionDegrees), LateralResolutionDegrees, 1.2, 5, "°")
        .Range(nameof(FocusMm), FocusMm, 40, 200, " mm")
        .Range(nameof(DynamicRangeDb), DynamicRangeDb, 35, 90, " dB")
        .Range(nameof(GainDb), GainDb, -20, 25, " dB")
        .Range(nameof(GreyGamma), GreyGamma, 0.6, 2.5, "")
        .Range(nameof(AttenuationDbPerCmMHz), AttenuationDbPerCmMHz, 0.2, 0.9, " dB/cm/MHz")
        .Range(nameof(TgcDbPerCm), TgcDbPerCm, 0, 6, " dB/cm")
        .Range(nameof(NoiseDb), NoiseDb, -120, -50, " dB")
        .Range(nameof(SideLobeDb), SideLobeDb, -60, -8, " dB")
        .Range(nameof(NearFieldClutter), NearFieldClutter, 0, 3, "")
        .Range(nameof(LateralDropout), LateralDropout, 0, 2, "")
        .Range(nameof(SpecularStrength), SpecularStrength, 0, 2, "")
        .Range(nameof(Looks), Looks, 1, 4, "")
        .Range(nameof(SmoothingMm), SmoothingMm, 0, 4, " mm")
        .ThrowIfAny("scanner");
}
