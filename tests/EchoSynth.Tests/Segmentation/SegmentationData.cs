using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Segmentation;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;

namespace EchoSynth.Tests.Segmentation;

/// <summary>Hearts of a few pixels that anything can learn, and the smallest segmenter.</summary>
internal static class SegmentationData
{
    public const int Size = 32;

    public static SegmenterOptions Options { get; } = new()
    {
        ImageSize = Size, Width = 8, Depth = 2, Steps = 60, BatchSize = 4, LearningRate = 0.01, Augmentation = null, Device = "cpu",
    };

    private static readonly float[] s_grey = [0, 0.1f, 0.7f, 0.3f, 0.45f];

    /// <summary>Patients of two images each, named by a letter and a number; no two images are alike.</summary>
    /// <param name="patients">How many.</param>
    /// <param name="name">Their letter, which the noise depends on too.</param>
    /// <param name="size">Pixels along each side.</param>
    /// <param name="informative">False for images that show nothing of their masks.</param>
    public static List<EchoPair> Pairs(int patients, char name = 'p', int size = Size, bool informative = true)
    {
        var pairs = new List<EchoPair>();
        for (var i = 0; i < 2 * patients; i++)
        {
            var mask = Tiny.Mask(i + name, size);
            var pixels = new float[size * size];
            PhiloxNoise.Uniform(pixels, name, (ulong)i);
            for (var p = 0; p < pixels.Length; p++)
                pixels[p] = (informative ? s_grey[mask.Labels[p]] : mask.Labels[p] == 0 ? 0 : 0.5f) * (0.8f + 0.4f * pixels[p]);
            pairs.Add(Pair($"{name}{i / 2}", $"{name}{i / 2}_{i % 2}", new EchoImage(size, size, pixels, mask.Spacing), mask));
        }
        return pairs;
    }

    public static EchoPair Pair(string patient, string id, EchoImage image, AnatomyMask mask) =>
        new(new EchoItem(id, patient, EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""), image, mask);

    /// <summary>Reports where it is called.</summary>
    public sealed class Each<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
