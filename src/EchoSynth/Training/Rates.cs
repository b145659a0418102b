namespace EchoSynth.Training;

/// <summary>Adam's rates as pure functions of the step.</summary>
internal static class Rates
{
    /// <param name="options">Decay, final rate, warm-up and length.</param>
    /// <param name="first">The rate at the start.</param>
    /// <param name="step">Steps done before this one.</param>
    public static double At(TrainerOptions options, double first, long step)
    {
        var (last, done) = (options.FinalRate, (double)step / options.TotalSteps);
        var rate = options.RateDecay switch
        {
            RateDecay.Cosine => last + (first - last) * 0.5 * (1 + Math.Cos(Math.PI * done)),
            RateDecay.Linear => first + (last - first) * done,
            _ => first,
        };
        return step < options.RateWarmupSteps ? rate * (step + 1) / options.RateWarmupSteps : rate;
    }
}
