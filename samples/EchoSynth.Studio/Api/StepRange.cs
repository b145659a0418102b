namespace EchoSynth.Studio.Api;

/// <summary>Denoising steps that may be asked for.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
/// <param name="Default">What is taken where a request does not say.</param>
/// <param name="Why">Why there is no choice, for people; null where there is one.</param>
public sealed record StepRange(int Least, int Most, int Default, string? Why);
