namespace EchoSynth.Evaluation;

/// <summary>What an evaluation says to one of its questions.</summary>
/// <param name="Question">The question, as a reader asks it.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Text">One or two sentences with the figures that decided it.</param>
public sealed record EvaluationAnswer(string Question, EvaluationVerdict Verdict, string Text);
