namespace EchoSynth.Studio.Api;

/// <summary>How the server is: GET /healthz.</summary>
/// <param name="Status">"ready" once an image was drawn, "starting" before.</param>
/// <param name="Images">Images drawn since the start.</param>
/// <param name="Waiting">Images waiting to be drawn.</param>
/// <param name="LiveTensors">Tensors alive: the model's weights when nothing is drawn.</param>
public sealed record HealthResponse(string Status, long Images, int Waiting, long LiveTensors);
