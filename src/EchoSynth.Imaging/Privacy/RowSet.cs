using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Points of one space: the pixels of images of one size, or the features of images.</summary>
/// <remarks>Refers to what it is made of; nothing is copied. Not changed after construction.</remarks>
public sealed class RowSet
{
    private readonly IReadOnlyList<EchoImage>? _images;
    private readonly FeatureSet? _features;

    private RowSet(IReadOnlyList<EchoImage>? images, FeatureSet? features, int count, int length) =>
        (_images, _features, Count, Length) = (images, features, count, length);

    /// <summary>Points.</summary>
    public int Count { get; }

    /// <summary>Coordinates of a point.</summary>
    public int Length { get; }

    /// <summary>The pixels of images, each in [0, 1].</summary>
    /// <param name="images">At least one; all of one size.</param>
    /// <exception cref="ArgumentException">No images, or different sizes (the message names both).</exception>
    public static RowSet Of(IReadOnlyList<EchoImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
            throw new ArgumentException("There are no images.", nameof(images));
        var first = images[0];
        for (var i = 1; i < images.Count; i++)
        {
            if (images[i].Width != first.Width || images[i].Height != first.Height)
                throw new ArgumentException($"Image 0 is {first.Width} × {first.Height}, image {i} {images[i].Width} × {images[i].Height}; they must be of one size.", nameof(images));
        }
        return new RowSet(images, null, images.Count, first.Pixels.Length);
    }

    /// <summary>The features of images; where their units differ, standardise them first.</summary>
    /// <param name="features">The features.</param>
    public static RowSet Of(FeatureSet features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new RowSet(null, features, features.Count, features.Length);
    }

    /// <summary>Some of the points, in this order.</summary>
    internal RowSet Pick(int[] rows) => _images is { } images
        ? new RowSet([.. rows.Select(i => images[i])], null, rows.Length, Length)
        : new RowSet(null, new FeatureSet(_features!.Extractor, [.. rows.Select(i => _features[i].ToArray())], _features.Names), rows.Length, Length);

    /// <summary>The Euclidean distance in double precision; exactly 0 for equal points.</summary>
    internal double Distance(int row, RowSet other, int otherRow)
    {
        var sum = 0.0;
        if (_images is not null)
        {
            var a = _images[row].Pixels;
            var b = other._images![otherRow].Pixels;
            for (var i = 0; i < a.Length; i++)
                sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        }
        else
        {
            var a = _features![row];
            var b = other._features![otherRow];
            for (var i = 0; i < a.Length; i++)
                sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.Sqrt(sum);
    }

    /// <summary>Both sets in single precision; features about a common centre and in a common unit, so that nothing overflows or cancels.</summary>
    internal static (FloatRows Queries, FloatRows References) Comparable(RowSet queries, RowSet references)
    {
        if ((queries._images is null) != (references._images is null))
            throw new ArgumentException("Images and features cannot be compared.");
        if (queries._images is { } images)
        {
            var (a, b) = (images[0], references._images![0]);
            if (a.Width != b.Width || a.Height != b.Height)
                throw new ArgumentException($"The images are {a.Width} × {a.Height} and {b.Width} × {b.Height}; they must be of one size.");
            return (i => queries._images[i].Pixels, i => references._images[i].Pixels);
        }
        FeatureSet.CheckSame(queries._features!, references._features!);
        var (centre, largest) = (new double[references.Length], 0.0);
        for (var r = 0; r < references.Count; r++)
        {
            for (var i = 0; i < centre.Length; i++)
                centre[i] += references._features![r][i] / references.Count;
        }
        foreach (var set in new[] { queries._features!, references._features! })
        {
            for (var r = 0; r < set.Count; r++)
            {
                for (var i = 0; i < centre.Length; i++)
                    largest = Math.Max(largest, Math.Abs(set[r][i] - centre[i]));
            }
        }
        var (q, p) = (Floats(queries._features!), Floats(references._features!));
        return (i => q[i], i => p[i]);

        float[][] Floats(FeatureSet set) => [.. Enumerable.Range(0, set.Count).Select(r =>
        {
            var row = new float[centre.Length];
            for (var i = 0; i < row.Length; i++)
                row[i] = largest > 0 ? (float)((set[r][i] - centre[i]) / largest) : 0;
            return row;
        })];
    }
}
