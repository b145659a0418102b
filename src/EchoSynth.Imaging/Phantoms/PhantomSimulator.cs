using System.Buffers;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Draws apical echocardiograms of a <see cref="PhantomAnatomy"/> with their masks.</summary>
/// <remarks>
/// Thread-safe; each frame is computed on the calling thread. The mask depends on the heart, view, contraction, scanner geometry and size alone;
/// the seed chooses speckle and appearance (contact, gain, wall brightness, valve position), so another seed is the same heart recorded again.
/// </remarks>
public static class PhantomSimulator
{
    /// <summary>Smallest image, pixels a side.</summary>
    public const int MinSize = 32;

    /// <summary>Largest image, pixels a side.</summary>
    public const int MaxSize = 1024;

    private static readonly BoundedCache<ScannerPreset, BeamGrid> Grids = new(16);
    private static readonly BoundedCache<(ScannerPreset Scanner, int Size), ScanConverter> Converters = new(12);

    /// <summary>Draws a frame at end-diastole or end-systole.</summary>
    /// <inheritdoc cref="Render(PhantomAnatomy, EchoView, double, ScannerPreset, int, ulong)"/>
    /// <param name="anatomy">The heart.</param>
    /// <param name="view">Two- or four-chamber.</param>
    /// <param name="phase">End-diastole or end-systole.</param>
    /// <param name="scanner">The scanner.</param>
    /// <param name="size">Pixels a side, 32…1024.</param>
    /// <param name="seed">Seed of speckle and appearance.</param>
    public static PhantomFrame Render(PhantomAnatomy anatomy, EchoView view, CardiacPhase phase, ScannerPreset scanner, int size, ulong seed) =>
        Render(anatomy, view, Contraction(phase), scanner, size, seed);

    /// <summary>Draws a frame.</summary>
    /// <param name="anatomy">The heart.</param>
    /// <param name="view">Two- or four-chamber.</param>
    /// <param name="contraction">0 end-diastole … 1 end-systole.</param>
    /// <param name="scanner">The scanner.</param>
    /// <param name="size">Pixels a side, 32…1024; the spacing in mm follows from the scanner's depth and angle.</param>
    /// <param name="seed">Seed of speckle and appearance.</param>
    /// <exception cref="ArgumentException">A parameter of the heart, the scanner or the call is out of range; the message names it.</exception>
    public static PhantomFrame Render(PhantomAnatomy anatomy, EchoView view, double contraction, ScannerPreset scanner, int size, ulong seed)
    {
        var (grid, converter) = Prepare(anatomy, scanner, size);
        var heart = new HeartGeometry(anatomy, view, contraction);
        var spacing = new PixelSpacing(converter.SpacingMm, converter.SpacingMm);
        var image = new EchoImage(size, size, Draw(heart, grid, converter, seed), spacing);
        return new PhantomFrame(image, new AnatomyMask(size, size, Labels(heart, converter), spacing), converter.Sector, heart.State);
    }

    /// <summary>The mask alone, without drawing the echoes.</summary>
    /// <inheritdoc cref="Render(PhantomAnatomy, EchoView, double, ScannerPreset, int, ulong)"/>
    public static AnatomyMask RenderMask(PhantomAnatomy anatomy, EchoView view, double contraction, ScannerPreset scanner, int size)
    {
        var (_, converter) = Prepare(anatomy, scanner, size);
        var labels = Labels(new HeartGeometry(anatomy, view, contraction), converter);
        return new AnatomyMask(size, size, labels, new PixelSpacing(converter.SpacingMm, converter.SpacingMm));
    }

    internal static double Contraction(CardiacPhase phase) => phase switch
    {
        CardiacPhase.EndDiastole => 0,
        CardiacPhase.EndSystole => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "Give end-diastole or end-systole, or a contraction between 0 and 1."),
    };

    internal static BeamGrid Grid(ScannerPreset scanner) => Grids.GetOrAdd(scanner, static s => new BeamGrid(s));

    private static (BeamGrid Grid, ScanConverter Converter) Prepare(PhantomAnatomy anatomy, ScannerPreset scanner, int size)
    {
        ArgumentNullException.ThrowIfNull(anatomy);
        ArgumentNullException.ThrowIfNull(scanner);
        anatomy.Validate();
        scanner.Validate();
        if (size is < MinSize or > MaxSize)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"The size must be {MinSize}…{MaxSize} pixels.");
        return (Grid(scanner), Converters.GetOrAdd((scanner, size), static key => new ScanConverter(Grid(key.Scanner), key.Size)));
    }

    private static float[] Draw(HeartGeometry heart, BeamGrid grid, ScanConverter converter, ulong seed)
    {
        var appearance = new FrameAppearance(seed, grid.Scanner);
        var rented = ArrayPool<float>.Shared.Rent(3 * BeamGrid.Samples);
        var amplitude = rented.AsSpan(0, BeamGrid.Samples);
        var specular = rented.AsSpan(BeamGrid.Samples, BeamGrid.Samples);
        var power = rented.AsSpan(2 * BeamGrid.Samples, BeamGrid.Samples);
        new TissueMap(heart, appearance, grid).Fill(amplitude);
        BeamSynthesis.Propagate(grid, appearance, amplitude, specular);
        BeamSynthesis.Speckle(grid, amplitude, specular, seed, power);
        BeamSynthesis.Display(grid, power);
        var image = converter.Convert(power);
        ArrayPool<float>.Shared.Return(rented);
        return image;
    }

    private static byte[] Labels(HeartGeometry heart, ScanConverter converter)
    {
        var labels = new byte[converter.Sector.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (converter.Sector[i])
                labels[i] = (byte)heart.Label(converter.X(i % converter.Size), converter.Z(i / converter.Size));
        }
        return labels;
    }
}
