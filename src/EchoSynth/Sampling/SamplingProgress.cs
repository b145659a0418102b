namespace EchoSynth.Sampling;

/// <summary>How far a sampling is.</summary>
/// <param name="Done">Images done.</param>
/// <param name="Total">Images in all.</param>
/// <param name="ImagesPerSecond">Rate so far.</param>
/// <param name="Remaining">Expected time to the end, at the rate so far.</param>
public sealed record SamplingProgress(int Done, int Total, double ImagesPerSecond, TimeSpan Remaining);
