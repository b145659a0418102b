namespace EchoSynth.Imaging.Datasets;

/// <summary>How far an inspection is.</summary>
/// <param name="Done">Items loaded, or failed to.</param>
/// <param name="Total">Items to load.</param>
/// <param name="PerSecond">Items a second since the beginning.</param>
/// <param name="Remaining">The time that the rest takes at this rate.</param>
public readonly record struct InspectProgress(int Done, int Total, double PerSecond, TimeSpan Remaining);
