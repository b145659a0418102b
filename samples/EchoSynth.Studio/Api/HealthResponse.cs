namespace EchoSynth.Studio.Api;

/// <summary>How the server is: GET /healthz.</summary>
/// <param name="Status">"ready" once an image was drawn and while the model predicts, else, with 503, "starting" or "failed".</param>
/// <param name="Problem">Why it failed; null where it did not.</param>
/// <param name="Images">Images drawn since the start.</param>
/// <param name="Waiting">Images waiting to be drawn.</param>
/// <param name="LiveTensors">Tensors alive: the model's weights when nothing is drawn.</param>
public sealed record HealthResponse(string Status, string? Problem, long Images, int Waiting, long LiveTensors);
