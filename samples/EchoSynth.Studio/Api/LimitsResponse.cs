namespace EchoSynth.Studio.Api;

/// <summary>What is refused.</summary>
/// <param name="BodyBytes">Largest body of a request.</param>
/// <param name="Frames">Most frames of a loop.</param>
/// <param name="Variations">Most image pairs of an export.</param>
/// <param name="RequestsPerSecond">Requests a second, of all clients together.</param>
/// <param name="Queue">Images that may wait to be drawn.</param>
public sealed record LimitsResponse(int BodyBytes, int Frames, int Variations, int RequestsPerSecond, int Queue);
