using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Segmentation;

/// <summary>One regime of a <see cref="UsefulnessStudy"/>, tested on the real test images.</summary>
/// <param name="Regime">Which.</param>
/// <param name="TrainingImages">Pairs it was trained on.</param>
/// <param name="RealPatients">Real patients among them.</param>
/// <param name="MeanDice">Mean Dice over the structures of an image, then a patient's images, then the patients; with a 95 % bootstrap interval over patients.</param>
/// <param name="Structures">Each structure that test masks have.</param>
/// <param name="MeanDiceOfRepeats">The same mean for each training alone: how much the seed matters.</param>
/// <param name="Training">The time all its trainings took.</param>
public sealed record RegimeResult(
    UsefulnessRegime Regime, int TrainingImages, int RealPatients, ConfidenceInterval MeanDice, IReadOnlyList<StructureResult> Structures, IReadOnlyList<double> MeanDiceOfRepeats, TimeSpan Training)
{
    /// <summary>Mean Dice over that of <see cref="UsefulnessRegime.Real"/>, the patients resampled together; null for that regime itself, and where real reaches 0.</summary>
    public ConfidenceInterval? RatioToReal { get; init; }

    /// <summary>Mean Dice less that of <see cref="UsefulnessRegime.Real"/>, paired by patient; null for that regime itself.</summary>
    public ConfidenceInterval? DifferenceToReal { get; init; }
}
