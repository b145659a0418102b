namespace EchoSynth.Evaluation;

/// <summary>The errors of one pair inside the sector.</summary>
/// <param name="Synthetic">Id of the synthetic image.</param>
/// <param name="Real">Id of the real one.</param>
/// <param name="Mse">Mean squared error on 0…255.</param>
/// <param name="Psnr">PSNR, dB.</param>
/// <param name="Ssim">Structural similarity, at most 1; higher is nearer.</param>
public sealed record PairErrors(string Synthetic, string Real, double Mse, double Psnr, double Ssim);
