namespace EchoSynth.Segmentation;

/// <summary>What a <see cref="UsefulnessStudy"/> found.</summary>
/// <remarks>Intervals say how far the figures would move with other test patients, not with other trainings: <see cref="RegimeResult.MeanDiceOfRepeats"/> says that.</remarks>
public sealed record UsefulnessReport
{
    /// <summary>The five regimes, in the order of <see cref="UsefulnessRegime"/>.</summary>
    public required IReadOnlyList<RegimeResult> Regimes { get; init; }

    /// <summary>Whether synthetic images show their masks.</summary>
    public required MaskFidelityResult MaskFidelity { get; init; }

    /// <summary>The patients of <see cref="UsefulnessRegime.Scarce"/>, in order.</summary>
    public required IReadOnlyList<string> ScarcePatients { get; init; }

    /// <summary>Real patients for training.</summary>
    public required int TrainingPatients { get; init; }

    /// <summary>Real patients for testing.</summary>
    public required int TestPatients { get; init; }

    /// <summary>Real images for testing.</summary>
    public required int TestImages { get; init; }

    /// <summary>What the figures should not be read without: too few images or patients, unknown spacing, structures that are missing somewhere, few real images that do as well as all. Empty where all is well.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What the study was run with: steps, seeds, repeats.</summary>
    public required UsefulnessOptions Options { get; init; }

    /// <summary>A regime's result.</summary>
    public RegimeResult this[UsefulnessRegime regime] => Regimes.First(r => r.Regime == regime);
}
