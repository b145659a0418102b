namespace EchoSynth.Sampling;

/// <summary>How a <see cref="Sampler"/> gets from noise to an image.</summary>
public enum SamplingMethod
{
    /// <summary>Draws from the posterior of each step: for networks that predict the clean image (algorithm §4).</summary>
    Posterior,

    /// <summary>The ancestral sampling of DDPM, for networks that predict the noise (arXiv 2006.11239, algorithm 2; fewer steps as in arXiv 2102.09672, §4).</summary>
    Ddpm,

    /// <summary>The deterministic sampling of DDIM, or with <see cref="SamplerOptions.Eta"/> its way to DDPM, for networks that predict the noise (arXiv 2010.02502).</summary>
    Ddim,
}
