namespace EchoSynth.Imaging.Anatomies;

/// <summary>The measures that an anatomy should have, as <see cref="AnatomyMeasures"/> takes them from its masks; null for any.</summary>
public sealed record ShapeTargets
{
    /// <summary>How far from the mean the most probable anatomy of the targets may be, in standard deviations, unless another limit is asked for.</summary>
    public const double DefaultLimit = 3;

    /// <summary>Single-plane ejection fraction, percent: 5…85.</summary>
    public double? EjectionFraction { get; init; }

    /// <summary>LV volume at end-diastole, mL: 10…1000.</summary>
    public double? EndDiastolicVolumeMl { get; init; }

    /// <summary>LV volume at end-systole, mL: 3…1000.</summary>
    public double? EndSystolicVolumeMl { get; init; }

    /// <summary>Mean wall thickness at end-diastole, mm: 3…30.</summary>
    public double? WallThicknessMm { get; init; }

    /// <summary>Left atrial volume at end-systole, its largest (area-length, single plane), mL: 5…500.</summary>
    public double? AtrialVolumeMl { get; init; }

    internal int Count => Values.Count(v => v is not null);

    internal double?[] Values => [EjectionFraction, EndDiastolicVolumeMl, EndSystolicVolumeMl, WallThicknessMm, AtrialVolumeMl];

    internal static IReadOnlyList<string> Names { get; } = ["ejection fraction", "end-diastolic volume", "end-systolic volume", "wall thickness", "atrial volume"];

    internal static IReadOnlyList<string> Units { get; } = ["%", "mL", "mL", "mm", "mL"];

    /// <summary>Checks every target.</summary>
    /// <param name="phases">Phases of the model: with one, ejection fraction and end-systolic volume cannot be asked for, and the others are those of the one frame.</param>
    /// <exception cref="ArgumentException">One or more are wrong, or none is given; the message names each with its range.</exception>
    public void Validate(int phases = 2) => new Phantoms.ParameterCheck("Targets")
        .Range(nameof(EjectionFraction), EjectionFraction ?? 50, AnatomyValidity.LeastFraction, AnatomyValidity.MostFraction, " %")
        .Range(nameof(EndDiastolicVolumeMl), EndDiastolicVolumeMl ?? 100, 10, 1000, " mL")
        .Range(nameof(EndSystolicVolumeMl), EndSystolicVolumeMl ?? 50, 3, 1000, " mL")
        .Range(nameof(WallThicknessMm), WallThicknessMm ?? 9, 3, 30, " mm")
        .Range(nameof(AtrialVolumeMl), AtrialVolumeMl ?? 50, 5, 500, " mL")
        .That(Count > 0, "none is given.")
        .That(EjectionFraction is null || EndDiastolicVolumeMl is null || EndSystolicVolumeMl is null, "of ejection fraction, end-diastolic and end-systolic volume two decide the third; give at most two.")
        .That(!(EndDiastolicVolumeMl <= EndSystolicVolumeMl), "the end-systolic volume must be smaller than the end-diastolic one.")
        .That(phases == 2 || (EjectionFraction is null && EndSystolicVolumeMl is null), $"the model has single frames, without end-systole: no ejection fraction and no end-systolic volume. A model of both phases is fitted to {ShapeModelOptions.LeastHearts} hearts or more that have end-diastole and end-systole.")
        .ThrowIfAny("targets");
}
