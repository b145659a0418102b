using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Training;

/// <summary>Image–mask pairs at a network's size, in memory: 5 bytes a pixel.</summary>
/// <remarks>Immutable; safe for concurrent use.</remarks>
public sealed class TrainingSet
{
    /// <summary>Makes a set from pairs that already have the network's size.</summary>
    /// <exception cref="ArgumentException">No pairs, or images and masks that are not all square and of one size.</exception>
    public TrainingSet(IReadOnlyList<EchoPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
            throw new ArgumentException("There are no pairs to train on.", nameof(pairs));
        ImageSize = pairs[0].Image.Width;
        foreach (var (item, image, mask) in pairs)
        {
            if (image.Width != ImageSize || image.Height != ImageSize || mask.Width != ImageSize || mask.Height != ImageSize)
                throw new ArgumentException($"{item.Id}: image {image.Width} × {image.Height} and mask {mask.Width} × {mask.Height}; all must be {ImageSize} × {ImageSize}. TrainingSet.Load resizes.", nameof(pairs));
        }
        Pairs = pairs;
    }

    /// <summary>The pairs.</summary>
    public IReadOnlyList<EchoPair> Pairs { get; }

    /// <summary>Height and width in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>Reads items of a data set, fits them into size × size (isotropic, letterboxed) and marks the ultrasound sector.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="imageSize">Height and width in pixels.</param>
    /// <param name="items">The items; all of the data set when null.</param>
    /// <param name="progress">Told the number of items read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EchoFormatException">A file is missing or damaged.</exception>
    /// <exception cref="ArgumentException">There are no items.</exception>
    public static TrainingSet Load(IEchoDataset dataset, int imageSize, IReadOnlyList<EchoItem>? items = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        items ??= dataset.Items;
        if (items.Count == 0)
            throw new ArgumentException($"The data set {dataset.Name} has no items of the kind asked for.", nameof(items));
        var pairs = new EchoPair[items.Count];
        var done = 0;
        try
        {
            Parallel.ForEach(
                Partitioner.Create(0, items.Count, Math.Clamp(items.Count / (4 * Environment.ProcessorCount), 1, 64)),
                new ParallelOptions { CancellationToken = cancellationToken },
                range =>
                {
                    for (var i = range.Item1; i < range.Item2; i++)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        pairs[i] = Prepare(dataset.Load(items[i]), imageSize);
                        progress?.Report(Interlocked.Increment(ref done));
                    }
                });
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<EchoFormatException>().FirstOrDefault() is { } first)
        {
            throw first;
        }
        return new TrainingSet(pairs);
    }

    /// <summary>Fits one pair into size × size and marks the sector.</summary>
    public static EchoPair Prepare(EchoPair pair, int imageSize)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var image = Resampling.FitToSquare(pair.Image, imageSize);
        var mask = Resampling.FitToSquare(pair.Mask, imageSize);
        return pair with { Image = image, Mask = mask.HasSector ? mask : mask.WithSector(SectorDetector.Detect(image)) };
    }

    /// <summary>The sector that most of the pairs share, row-major [ImageSize × ImageSize].</summary>
    public bool[] UsualSector()
    {
        var votes = new int[ImageSize * ImageSize];
        foreach (var pair in Pairs)
        {
            var labels = pair.Mask.Labels;
            for (var i = 0; i < votes.Length; i++)
                votes[i] += labels[i] != 0 ? 1 : 0;
        }
        return votes.Select(v => 2 * v > Pairs.Count).ToArray();
    }

    /// <summary>SHA-256 over identities and pixels: whether a training goes on with the data it began with.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var pair in Pairs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(pair.Item.Id));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(pair.Image.Pixels));
            hash.AppendData(pair.Mask.Labels);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
