namespace EchoSynth.Imaging.Privacy;

/// <summary>A synthetic image that is another image again.</summary>
/// <param name="SyntheticId">The synthetic image.</param>
/// <param name="OtherId">A training, held-out or other synthetic image.</param>
/// <param name="Exact">Whether size and 8-bit pixels are the same.</param>
/// <param name="SameMask">Whether both were drawn from one mask or patient, as far as is known; only a higher correlation makes a copy then.</param>
/// <param name="Ssim">SSIM of the frame, −1…1.</param>
/// <param name="Speckle">The speckle's correlation, with shift and mirroring.</param>
public sealed record DuplicatePair(string SyntheticId, string OtherId, bool Exact, bool SameMask, double Ssim, SpeckleMatch Speckle);
