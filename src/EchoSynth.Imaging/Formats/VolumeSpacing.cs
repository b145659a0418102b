namespace EchoSynth.Imaging;

/// <summary>Distance between element centres of an <see cref="ImageVolume"/>.</summary>
/// <param name="X">Between neighbouring columns, mm; finite and positive.</param>
/// <param name="Y">Between neighbouring rows, mm; finite and positive.</param>
/// <param name="Z">Between frames or slices, mm or whatever the file means by it; finite and positive.</param>
public readonly record struct VolumeSpacing(double X, double Y, double Z)
{
    /// <summary>1 × 1 × 1: what is assumed where a file says nothing.</summary>
    public static VolumeSpacing Unit { get; } = new(1, 1, 1);

    /// <summary>The spacing within a frame.</summary>
    public PixelSpacing InPlane => new(X, Y);

    /// <summary>Whether all three are finite and positive.</summary>
    public bool IsValid => InPlane.IsValid && double.IsFinite(Z) && Z > 0;
}
