using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Validation;

namespace EchoSynth.Training;

/// <summary>Image–mask pairs at a network's size, 5 bytes a pixel: in memory up to a budget, beyond it on disk.</summary>
/// <remarks>Immutable; safe for concurrent use.</remarks>
public sealed class TrainingSet : IDisposable
{
    /// <summary>Makes a set from pairs that already have the network's size.</summary>
    /// <exception cref="ArgumentException">No pairs, or images and masks that are not all square and of one size.</exception>
    public TrainingSet(IReadOnlyList<EchoPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
            throw new ArgumentException("There are no pairs to train on.", nameof(pairs));
        ImageSize = pairs[0].Image.Width;
        // A cache holds what Load has framed.
        foreach (var (item, image, mask) in pairs is PairCache ? [] : pairs)
        {
            if (image.Width != ImageSize || image.Height != ImageSize || mask.Width != ImageSize || mask.Height != ImageSize)
                throw new ArgumentException($"{item.Id}: image {image.Width} × {image.Height} and mask {mask.Width} × {mask.Height}; all must be {ImageSize} × {ImageSize}. TrainingSet.Load resizes.", nameof(pairs));
        }
        Pairs = pairs;
    }

    /// <summary>Images and masks, all of one size.</summary>
    public IReadOnlyList<EchoPair> Pairs { get; }

    /// <summary>Height and width in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>How recordings were framed.</summary>
    /// <value>The default value is that of <see cref="FramingOptions"/>.</value>
    public FramingOptions Framing { get; init; } = new();

    /// <summary>Reads items of a data set, frames them (isotropic pixels, size × size) and marks the ultrasound sector.</summary>
    /// <remarks>
    /// All files are read once, here: a damaged one is known before hours of training. What is beyond the memory budget goes to a scratch file, which is gone when the set is
    /// disposed of or the process ends, and is read from there whenever a batch needs it.
    /// </remarks>
    /// <param name="dataset">The data set.</param>
    /// <param name="imageSize">Height and width in pixels.</param>
    /// <param name="items">The items; all of the data set when null.</param>
    /// <param name="options">Framing and memory; the defaults when null.</param>
    /// <param name="progress">Told the number of items read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EchoFormatException">A file is missing or damaged.</exception>
    /// <exception cref="IOException">The scratch file cannot be written.</exception>
    /// <exception cref="ArgumentException">There are no items.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    public static TrainingSet Load(IEchoDataset dataset, int imageSize, IReadOnlyList<EchoItem>? items = null, TrainingSetOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new TrainingSetOptions();
        OptionsGuard.Validate(options);
        OptionsGuard.Validate(options.Framing);
        items ??= dataset.Items;
        if (items.Count == 0)
            throw new ArgumentException($"The data set {dataset.Name} has no items of the kind asked for.", nameof(items));
        var pairs = new PairCache(items.Count, imageSize, options);
        var tally = new Tally(done => progress?.Report(done));
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
                        pairs.Put(i, FrameGeometry.Frame(dataset.Load(items[i]), imageSize, options.Framing, dataset.SectorThreshold).Pair);
                        tally.Add();
                    }
                });
            return new TrainingSet(pairs) { Framing = options.Framing };
        }
        catch (Exception e)
        {
            pairs.Dispose();
            if (e is AggregateException many && many.Flatten().InnerExceptions.OfType<IOException>().FirstOrDefault() is { } first)
                throw first;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (Pairs as IDisposable)?.Dispose();

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
            if (pair.Item.Domain is { } domain)
                hash.AppendData(Encoding.UTF8.GetBytes(domain));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(pair.Image.Pixels));
            hash.AppendData(pair.Mask.Labels);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
