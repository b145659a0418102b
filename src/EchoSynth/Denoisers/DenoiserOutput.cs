namespace EchoSynth.Denoisers;

/// <summary>What a denoiser predicts, and so how it is trained and sampled.</summary>
public enum DenoiserOutput
{
    /// <summary>The clean image x̂_0 in [−1, 1], with a latent: the adversarial method.</summary>
    CleanImage,

    /// <summary>The noise ε, unbounded and without a latent: the pure-diffusion baseline (algorithm §8).</summary>
    Noise,
}
