namespace EchoSynth.Imaging.Metrics;

/// <summary>The figures of one pair in <see cref="StructureFidelity"/>.</summary>
/// <param name="Index">0 for the first pair that was added.</param>
/// <param name="Places">Each place that the pair has; a structure that its mask lacks is missing.</param>
public sealed record FidelityRow(int Index, IReadOnlyDictionary<FidelityPlace, PlaceFigures> Places);
