namespace EchoSynth.Segmentation;

/// <summary>How far the training of a <see cref="Segmenter"/> is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps at which the training ends: <see cref="SegmenterOptions.Steps"/>.</param>
/// <param name="Loss">Mean of cross-entropy plus soft Dice loss over the steps since the last report; 0 is best.</param>
/// <param name="Elapsed">Time since the first step.</param>
public sealed record SegmenterProgress(int Step, int TotalSteps, double Loss, TimeSpan Elapsed);
