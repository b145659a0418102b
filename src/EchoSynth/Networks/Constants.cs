namespace EchoSynth.Networks;

internal static class Constants
{
    /// <summary>1/√2: keeps the variance where two branches are added.</summary>
    public const double InverseRoot2 = 0.70710678118654752440;
}
