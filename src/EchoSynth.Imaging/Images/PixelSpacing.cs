namespace EchoSynth.Imaging;

/// <summary>Physical distance between pixel centres, in millimetres.</summary>
/// <param name="X">Lateral distance between neighbouring columns, mm; finite and positive.</param>
/// <param name="Y">Distance between neighbouring rows, mm; finite and positive.</param>
public readonly record struct PixelSpacing(double X, double Y)
{
    /// <summary>1 mm × 1 mm: what is assumed where a file says nothing.</summary>
    public static PixelSpacing Unit { get; } = new(1, 1);

    /// <summary>Whether both distances are equal to within 0.1 %.</summary>
    public bool IsIsotropic => Math.Abs(X - Y) <= 1e-3 * Math.Max(X, Y);

    /// <summary>Whether both distances are finite and positive.</summary>
    public bool IsValid => double.IsFinite(X) && double.IsFinite(Y) && X > 0 && Y > 0;
}
