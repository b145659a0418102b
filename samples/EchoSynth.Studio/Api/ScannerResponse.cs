namespace EchoSynth.Studio.Api;

/// <summary>A scanner.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HalfAngleDegrees">Half the sector's opening angle.</param>
/// <param name="DepthMm">The sector's depth.</param>
/// <param name="ExtentMm">Side of the square picture; the sector is centred in it.</param>
/// <param name="TopMm">Depth of the picture's upper edge; at most 0.</param>
public sealed record ScannerResponse(string Name, double HalfAngleDegrees, double DepthMm, double ExtentMm, double TopMm);
