namespace EchoSynth.ApiReference;

/// <summary>An API reference, and how good the comments are.</summary>
/// <param name="Pages">Text by file name.</param>
/// <param name="Problems">What is wrong: a reference that leads nowhere, a member without a summary, a parameter that is not there.</param>
/// <param name="Summaries">Types and members in all.</param>
/// <param name="Thin">Those whose comment has no word that is not in their own name or their type's.</param>
public sealed record Reference(IReadOnlyDictionary<string, string> Pages, IReadOnlyList<string> Problems, int Summaries, IReadOnlyList<string> Thin);
