namespace EchoSynth.Imaging.Metrics;

/// <summary>A mask that <see cref="MaskNeighbours"/> found.</summary>
/// <param name="Index">Its place in the list.</param>
/// <param name="Dice">Its likeness, 0…1; 1 is equal.</param>
public sealed record MaskNeighbour(int Index, double Dice);
