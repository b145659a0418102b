namespace EchoSynth.Imaging.Phantoms;

/// <summary>Backscatter amplitudes relative to the reference echo, and how they blend at boundaries.</summary>
internal static class Tissue
{
    public const float Blood = 0.018f;
    public const float Myocardium = 0.45f;
    public const float Surround = 0.15f;
    public const float RightWall = 0.42f;
    public const float AtrialWall = 0.36f;
    public const float Pericardium = 0.75f;
    public const float Valve = 0.85f;
    public const float Annulus = 1.1f;
    public const float Base = 1.3f;

    /// <summary>Width over which one tissue passes into the next, mm.</summary>
    private const float EdgeMm = 1.6f;

    public static float Blend(float outside, float inside, float insideMm) =>
        outside + ((inside - outside) * Math.Clamp(0.5f + (insideMm / EdgeMm), 0, 1));

    /// <summary>1 at 0, falling to 0 at ±1, smooth.</summary>
    public static float Bump(float x)
    {
        var rest = 1 - (x * x);
        return rest <= 0 ? 0 : rest * rest;
    }
}
