namespace EchoSynth.Synthesis;

/// <summary>How far a synthetic data set is.</summary>
/// <param name="Done">Images there, those of an earlier run among them.</param>
/// <param name="Total">Images of this shard in all.</param>
/// <param name="ImagesPerSecond">Rate of this run.</param>
/// <param name="Remaining">Expected time to the end, at that rate.</param>
public sealed record SyntheticDatasetProgress(long Done, long Total, double ImagesPerSecond, TimeSpan Remaining);
