using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Tests.Anatomies;

/// <summary>Phantom hearts as masks alone, without speckle, and a model of them.</summary>
internal static class PhantomHearts
{
    public const double ExtentMm = 160;

    private static readonly Lazy<ShapeModel> s_model = new(() => ShapeModel.Fit(Many(0, 80), new ShapeModelOptions { View = EchoView.FourChamber, Source = "phantoms" }));

    /// <summary>Fitted to 80 hearts of 150 × 150 pixels.</summary>
    public static ShapeModel Model => s_model.Value;

    public static ShapeFrame Frame { get; } = new(128, 128, new PixelSpacing(ExtentMm / 128, ExtentMm / 128));

    public static IEnumerable<ShapeHeart> Many(int first, int count) =>
        Enumerable.Range(first, count).Select(i => Heart(PhantomAnatomy.Sample((ulong)i), $"phantom{i}"));

    public static ShapeHeart Heart(PhantomAnatomy heart, string id = "heart", int size = 150) => new(id, Mask(heart, 0, size), Mask(heart, 1, size));

    /// <summary>The contours themselves, on square pixels; nothing is cut off.</summary>
    public static AnatomyMask Mask(PhantomAnatomy heart, double contraction, int size = 150, EchoView view = EchoView.FourChamber)
    {
        var (geometry, step) = (new HeartGeometry(heart, view, contraction), (float)(ExtentMm / size));
        var labels = new byte[size * size];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = (byte)geometry.Label(((i % size) + 0.5f - (0.5f * size)) * step, ((i / size) + 0.5f) * step);
        return new AnatomyMask(size, size, labels, new PixelSpacing(step, step));
    }

    public static AnatomyMask With(AnatomyMask mask, Action<byte[]> change)
    {
        var labels = mask.Labels.ToArray();
        change(labels);
        return new AnatomyMask(mask.Width, mask.Height, labels, mask.Spacing);
    }

    public static AnatomyMask Only(AnatomyMask mask, params AnatomyLabel[] labels) => With(mask, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = labels.Contains((AnatomyLabel)pixels[i]) ? pixels[i] : (byte)0;
    });

    public static double Dice(AnatomyMask a, AnatomyMask b, AnatomyLabel label)
    {
        var both = 0;
        for (var i = 0; i < a.Labels.Length; i++)
            both += a.Labels[i] == (byte)label && b.Labels[i] == (byte)label ? 1 : 0;
        return 2.0 * both / (a.Count(label) + b.Count(label));
    }
}
