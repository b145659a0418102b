namespace EchoSynth.Diffusion;

/// <summary>One step of sampling, from x_i to x_j, j &lt; i: x_j = Clean·x̂_0 + Noisy·x_i + Deviation·η.</summary>
/// <param name="Index">t = i − 1, what the network is told.</param>
/// <param name="Signal">A_i</param>
/// <param name="Noise">S_i</param>
/// <param name="Clean">weight of x̂_0</param>
/// <param name="Noisy">weight of x_i</param>
/// <param name="Deviation">weight of fresh noise</param>
internal readonly record struct ReverseStep(int Index, double Signal, double Noise, double Clean, double Noisy, double Deviation)
{
    /// <summary>The posterior of every step, from x_T to x_0 (algorithm §3).</summary>
    public static ReverseStep[] Posterior(IDiffusionSchedule s) => Enumerable.Range(0, s.Steps).Reverse()
        .Select(t => new ReverseStep(t, s.Signal[t + 1], s.Noise[t + 1], s.PosteriorCleanWeight[t], s.PosteriorNoisyWeight[t], Math.Sqrt(s.PosteriorVariance[t])))
        .ToArray();

    /// <summary>
    /// <paramref name="count"/> steps of the generalised process (arXiv 2010.02502, eq. 12 and 16):
    /// x_j = A_j x̂_0 + √(S_j² − σ²) ε + σ η, ε = (x_i − A_i x̂_0)/S_i, σ = eta·(S_j/S_i)·√(1 − A_i²/A_j²).
    /// eta = 0 is DDIM; eta = 1 is the DDPM whose β are those between the indices taken, with the variance of its posterior.
    /// </summary>
    public static ReverseStep[] Generalised(IDiffusionSchedule s, int count, double eta)
    {
        int At(int k) => (int)((long)k * s.Steps / count);

        return Enumerable.Range(0, count).Reverse().Select(k =>
        {
            var (j, i) = (At(k), At(k + 1));
            double Aj = s.Signal[j], Ai = s.Signal[i], Sj = s.Noise[j], Si = s.Noise[i];
            var largest = Sj / Si * Math.Sqrt(1 - Ai * Ai / (Aj * Aj));
            // √(S_j² − σ²), without the difference of nearly equal numbers: S_j² − largest² = (S_j² A_i/(A_j S_i))².
            var kept = Math.Sqrt((1 - eta * eta) * largest * largest + Math.Pow(Sj * Sj * Ai / (Aj * Si), 2));
            return new ReverseStep(i - 1, Ai, Si, Aj - kept * Ai / Si, kept / Si, eta * largest);
        }).ToArray();
    }
}
