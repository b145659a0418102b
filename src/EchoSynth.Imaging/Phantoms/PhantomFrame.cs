namespace EchoSynth.Imaging.Phantoms;

/// <summary>One simulated frame.</summary>
public sealed class PhantomFrame
{
    private readonly bool[] _sector;

    internal PhantomFrame(EchoImage image, AnatomyMask mask, bool[] sector, PhantomHeartState heart) =>
        (Image, Mask, _sector, Heart) = (image, mask, sector, heart);

    /// <summary>The image, square pixels in mm: exactly 0 outside the sector, at least 1/255 inside.</summary>
    public EchoImage Image { get; }

    /// <summary>LV cavity, myocardium and left atrium, cut at the sector's edge.</summary>
    public AnatomyMask Mask { get; }

    /// <summary>Row-major: true inside the sector, that is where the image is not 0.</summary>
    public ReadOnlySpan<bool> Sector => _sector;

    /// <summary>The chambers' measures at this moment.</summary>
    public PhantomHeartState Heart { get; }
}
