namespace EchoSynth.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Part">What is being done, for example "comparing".</param>
/// <param name="Unit">What is counted, for example "pairs".</param>
/// <param name="Done">How many are done.</param>
/// <param name="Total">How many there are in this part.</param>
/// <param name="Elapsed">Since this part began; with <paramref name="Done"/> it gives the rate and the time left.</param>
/// <param name="Doing">What is being done within the part, for people; often empty.</param>
public sealed record EvaluationProgress(string Part, string Unit, long Done, long Total, TimeSpan Elapsed, string Doing = "");
