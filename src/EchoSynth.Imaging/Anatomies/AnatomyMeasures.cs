namespace EchoSynth.Imaging.Anatomies;

/// <summary>What a mask measures, taken from its pixels alone, in mm, mm² and mL; null where the structure is not in the mask.</summary>
/// <remarks>
/// Islands are left out: of each structure the largest connected group counts. A mask whose spacing is <see cref="PixelSpacing.Unit"/> (not known) is measured as if a pixel
/// were 1 mm; <see cref="SpacingKnown"/> then is false, and only ratios such as <see cref="EjectionFraction(AnatomyMask, AnatomyMask)"/> mean something.
/// </remarks>
public sealed record AnatomyMeasures
{
    /// <summary>Into how many discs the method of discs cuts a cavity: 20, as in clinical use.</summary>
    public const int Discs = 20;

    /// <summary>Whether the mask says how large its pixels are.</summary>
    public required bool SpacingKnown { get; init; }

    /// <summary>LV cavity, mm².</summary>
    public double? LvAreaMm2 { get; init; }

    /// <summary>
    /// LV volume by the single-plane method of discs, mL: π/4 · Σ d²·h over 20 discs at right angles to the long axis, which goes from the middle of the annulus to the endocardial
    /// boundary farthest from it (the middle of what is farthest to within 2 mm). Each disc's diameter d is the cavity's area in it over its height h; the discs reach as far as the cavity does, so that none of it is left out.
    /// </summary>
    /// <remarks>The annulus is where the cavity meets the atrium, else the longest gap in the wall; in a mask of the cavity alone its deepest end.</remarks>
    public double? LvVolumeMl { get; init; }

    /// <summary>From the middle of the annulus to the apex, mm.</summary>
    public double? LvLengthMm { get; init; }

    /// <summary>The largest diameter of a disc, mm.</summary>
    public double? LvDiameterMm { get; init; }

    /// <summary>
    /// Mean over the apical 70 % of the long axis of the wall's thickness, mm: from each endocardial boundary point the shortest way to the wall's outer boundary. The basal 30 % are left
    /// out, where the shortest way would be to the wall's own end.
    /// </summary>
    public double? WallThicknessMm { get; init; }

    /// <summary>The thinnest place of the same part, mm; a pixel at least where there is a wall at all.</summary>
    public double? WallMinimumMm { get; init; }

    /// <summary>Left atrium, mm².</summary>
    public double? AtrialAreaMm2 { get; init; }

    /// <summary>From the middle of the annulus to the atrial roof along the line through the atrium's centroid, mm; null without a ventricle.</summary>
    public double? AtrialLengthMm { get; init; }

    /// <summary>Atrial volume by the single-plane area-length method, 8A²/(3πL), mL; null without a ventricle.</summary>
    public double? AtrialVolumeMl { get; init; }

    /// <summary>Measures a mask.</summary>
    /// <param name="mask">Any mask; structures that it lacks are null in the result.</param>
    public static AnatomyMeasures Of(AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return MaskGauge.Measure(mask);
    }

    /// <summary>Single-plane ejection fraction in percent: 100·(EDV − ESV)/EDV.</summary>
    /// <param name="endDiastole">The mask at end-diastole.</param>
    /// <param name="endSystole">The mask at end-systole, in the same spacing unit.</param>
    /// <returns>Percent; negative where the second cavity is the larger. Null where one has no ventricle.</returns>
    public static double? EjectionFraction(AnatomyMask endDiastole, AnatomyMask endSystole) =>
        EjectionFraction(Of(endDiastole), Of(endSystole));

    /// <summary>The same of masks that were measured already.</summary>
    /// <param name="endDiastole">The measures at end-diastole.</param>
    /// <param name="endSystole">The measures at end-systole.</param>
    /// <returns>Percent; negative where the second cavity is the larger. Null where one has no ventricle.</returns>
    public static double? EjectionFraction(AnatomyMeasures endDiastole, AnatomyMeasures endSystole)
    {
        ArgumentNullException.ThrowIfNull(endDiastole);
        ArgumentNullException.ThrowIfNull(endSystole);
        return endDiastole.LvVolumeMl is { } before && endSystole.LvVolumeMl is { } after ? 100 * (before - after) / before : null;
    }
}
