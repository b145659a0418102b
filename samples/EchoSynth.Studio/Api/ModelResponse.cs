namespace EchoSynth.Studio.Api;

/// <summary>The model, the scanners and the limits: GET /api/model.</summary>
/// <param name="Name">The model folder's name.</param>
/// <param name="Size">Pixels a side of its images.</param>
/// <param name="Kind">Kind of network.</param>
/// <param name="Device">Where it computes.</param>
/// <param name="Provenance">What it was trained on and how far, for people.</param>
/// <param name="Steps">Denoising steps that may be asked for.</param>
/// <param name="ScannerConditioned">Whether the network was told the scanner in training, so that the scanner changes the looks of an image and not the sector alone.</param>
/// <param name="Scanners">The scanners.</param>
/// <param name="Limits">What is refused.</param>
public sealed record ModelResponse(
    string Name, int Size, string Kind, string Device, IReadOnlyDictionary<string, string> Provenance, StepRange Steps, bool ScannerConditioned, IReadOnlyList<ScannerResponse> Scanners, LimitsResponse Limits);
