namespace EchoSynth.Imaging.Anatomies;

/// <summary>One thing that is wrong with an anatomy.</summary>
/// <param name="Fault">The kind.</param>
/// <param name="Message">What was found and what would be right.</param>
public sealed record AnatomyProblem(AnatomyFault Fault, string Message);
