namespace EchoSynth.Imaging.Privacy;

/// <summary>How far a search is.</summary>
/// <param name="Stage">What is being done, for people.</param>
/// <param name="Done">Rows done in this stage.</param>
/// <param name="Total">Rows of this stage.</param>
/// <param name="PerSecond">Rows a second since the stage began.</param>
/// <param name="Remaining">The time that the rest of the stage takes at this rate.</param>
public readonly record struct PrivacyProgress(string Stage, int Done, int Total, double PerSecond, TimeSpan Remaining);
