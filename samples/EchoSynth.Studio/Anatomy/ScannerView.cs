using System.Collections.Concurrent;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Studio.Anatomy;

/// <summary>What a scanner's picture shows: its sector in the square, and where the pixels lie in mm.</summary>
internal sealed class ScannerView
{
    private static readonly ConcurrentDictionary<(string Scanner, int Size), ScannerView> s_views = new();

    private ScannerView(ScannerPreset scanner, int size)
    {
        (Scanner, Size) = (scanner, size);
        // The simulator says which pixels are in the sector; any heart will do.
        var frame = PhantomSimulator.Render(new PhantomAnatomy(), EchoView.FourChamber, 0.0, scanner, size, 0);
        (Sector, Spacing) = (frame.Sector.ToArray(), frame.Image.Spacing);
        TopMm = (scanner.DepthMm - ExtentMm) / 2;
    }

    public ScannerPreset Scanner { get; }

    public int Size { get; }

    /// <summary>Row-major, true inside the sector.</summary>
    public bool[] Sector { get; }

    public PixelSpacing Spacing { get; }

    /// <summary>Side of the square, mm.</summary>
    public double ExtentMm => Size * Spacing.X;

    /// <summary>Depth of the square's upper edge, mm; at most 0.</summary>
    public double TopMm { get; }

    /// <summary>The view of a preset at a size; there are few, and each is kept.</summary>
    public static ScannerView Of(ScannerPreset scanner, int size) => s_views.GetOrAdd((scanner.Name, size), _ => new ScannerView(scanner, size));

    public Mm Centre(int x, int y) => new(((x + 0.5) * Spacing.X) - (ExtentMm / 2), TopMm + ((y + 0.5) * Spacing.Y));

    /// <summary>Whether a place in mm is within the sector.</summary>
    public bool Sees(Mm place) =>
        place.Z > 0 && place.Length <= Scanner.DepthMm && Math.Abs(Math.Atan2(place.X, place.Z)) <= Scanner.HalfAngleDegrees * Math.PI / 180;
}
