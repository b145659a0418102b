namespace EchoSynth.Fuzz;

/// <summary>What a case came to.</summary>
/// <param name="Accepted">Whether the input was read; else it was refused, or there is a finding.</param>
/// <param name="Finding">What was wrong, or null.</param>
/// <param name="Elapsed">The shortest time of the tries.</param>
/// <param name="Allocated">The fewest bytes allocated in a try.</param>
/// <param name="Size">Bytes of the input.</param>
/// <param name="Message">The error with which it was refused.</param>
internal sealed record CaseResult(bool Accepted, string? Finding, TimeSpan Elapsed, long Allocated, long Size, string? Message);
