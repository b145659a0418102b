namespace EchoSynth.Diffusion;

/// <summary>The coefficients of a T-step Gaussian diffusion, as pure numbers in float64.</summary>
/// <remarks>
/// Index i runs over 0…T for the tables of the forward process (i = 0 is the clean image) and t over 0…T−1 for the posterior;
/// index t is the step from x_{t+1} to x_t. Implementations are immutable and safe for concurrent use.
/// Source: denoising diffusion GANs, arXiv 2112.07804, §3–4.
/// </remarks>
public interface IDiffusionSchedule
{
    /// <summary>T, the number of denoising steps; at least 1.</summary>
    int Steps { get; }

    /// <summary>β_i, i = 0…T: variance added by step i; β_0 = 0.</summary>
    IReadOnlyList<double> Beta { get; }

    /// <summary>a_i = √(1 − β_i), i = 0…T: what one step keeps of the signal.</summary>
    IReadOnlyList<double> StepSignal { get; }

    /// <summary>s_i = √β_i, i = 0…T: the noise one step adds.</summary>
    IReadOnlyList<double> StepNoise { get; }

    /// <summary>A_i = Π_{j≤i} a_j, i = 0…T: the share of the clean image in x_i; A_0 = 1.</summary>
    IReadOnlyList<double> Signal { get; }

    /// <summary>S_i = √(1 − A_i²), i = 0…T: the noise in x_i; S_0 = 0.</summary>
    IReadOnlyList<double> Noise { get; }

    /// <summary>c1_t, t = 0…T−1: weight of x̂_0 in the mean of q(x_t | x_{t+1}, x_0).</summary>
    IReadOnlyList<double> PosteriorCleanWeight { get; }

    /// <summary>c2_t, t = 0…T−1: weight of x_{t+1} in that mean.</summary>
    IReadOnlyList<double> PosteriorNoisyWeight { get; }

    /// <summary>var_t, t = 0…T−1: variance of that distribution; var_0 = 0.</summary>
    IReadOnlyList<double> PosteriorVariance { get; }
}
