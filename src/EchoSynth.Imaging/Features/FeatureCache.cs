using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Features;

/// <summary>Features of many images, in batches, each image once: kept in a folder under the extractor's fingerprint and a hash of the image's and mask's size and pixels.</summary>
/// <remarks>
/// One file for each fingerprint. It is added to after each batch, so a cancelled or killed run keeps what it did; a damaged or truncated end is cut off and made again, and a file of another version
/// is replaced. One process at a time writes it: the second does not wait but works without it, to the same results, and <see cref="Problems"/> says so. A full disk or a folder that cannot be
/// written does no more harm either. Not safe for concurrent calls; several caches of one folder are.
/// </remarks>
/// <param name="folder">Where the files are; made when needed. Null: nothing is kept.</param>
public sealed class FeatureCache(string? folder)
{
    private const int Batch = 32;
    private readonly List<string> _problems = [];

    /// <summary>Images so far that needed no extraction: found in the cache, or the same as one before.</summary>
    public int Hits { get; private set; }

    /// <summary>Images so far that were extracted.</summary>
    public int Extracted { get; private set; }

    /// <summary>Why the cache was not used or not added to, if so; the results do not depend on it.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The features of some images, in their order; bit by bit the same with and without a cache.</summary>
    /// <param name="extractor">What describes the images. It is given 32 at most at a time.</param>
    /// <param name="pairs">At least one; gone through once, and not kept.</param>
    /// <param name="progress">Images done, after each batch.</param>
    /// <param name="cancellationToken">Stops between batches; those before are in the cache.</param>
    /// <exception cref="ArgumentException">There are no images, or one's mask has another size.</exception>
    /// <exception cref="InvalidOperationException">The extractor gave another number of rows than images, rows of different lengths, or a number that is not finite or beyond ±1e20.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FeatureSet Extract(IFeatureExtractor extractor, IEnumerable<EchoPair> pairs, IProgress<FeatureProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        ArgumentNullException.ThrowIfNull(pairs);
        var (order, rows, file) = (new List<UInt128>(), new Dictionary<UInt128, double[]?>(), Open(extractor));
        try
        {
            var (waiting, hits) = (new List<(UInt128 Hash, EchoPair Pair)>(Batch), Hits);
            foreach (var pair in pairs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var hash = ContentHash.Of(pair);
                order.Add(hash);
                if (rows.ContainsKey(hash))
                {
                    Hits++;
                }
                else if (Stored(ref file, hash) is { } row)
                {
                    rows[hash] = row;
                    Hits++;
                }
                else
                {
                    rows[hash] = null;
                    waiting.Add((hash, pair));
                }
                if (waiting.Count == Batch)
                    Describe(extractor, waiting, rows, ref file);
                if (order.Count % Batch == 0)
                    progress?.Report(new FeatureProgress(order.Count, Hits - hits));
            }
            if (waiting.Count > 0)
                Describe(extractor, waiting, rows, ref file);
            if (order.Count == 0)
                throw new ArgumentException("There are no images.", nameof(pairs));
            progress?.Report(new FeatureProgress(order.Count, Hits - hits));
        }
        finally
        {
            file?.Dispose();
        }
        return new FeatureSet(extractor.Name, [.. order.Select(hash => rows[hash]!)], extractor.FeatureNames, extractor.Standardise);
    }

    /// <summary>Adds what other caches hold to one, record by record: of each image a key is held in memory, no features.</summary>
    /// <param name="folder">The cache that is added to; made when needed. What it holds already is kept.</param>
    /// <param name="parts">Folders of the other caches, which are left as they are.</param>
    /// <param name="cancellationToken">Stops between records; those before are added.</param>
    /// <returns>Rows that were added.</returns>
    /// <exception cref="EchoFormatException">A file of a part is damaged, or has rows of another length than the cache; the message names it and the record.</exception>
    /// <exception cref="IOException">A folder is missing, a file cannot be read or written, or another process is adding to one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static long Merge(string folder, IEnumerable<string> parts, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(parts);
        var added = 0L;
        foreach (var path in parts.SelectMany(part => Directory.GetFiles(part, "*.features").Order(StringComparer.Ordinal)))
        {
            var rows = FeatureFile.Read(path, out var fingerprint);
            using var file = FeatureFile.Open(folder, fingerprint);
            foreach (var chunk in rows.Chunk(Batch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file.Length is > 0 and var length && length != chunk[0].Row.Length)
                    throw new EchoFormatException(path, null, $"its rows have {chunk[0].Row.Length} features, those in {folder} {length}; extract one of them again.");
                var fresh = chunk.Where(r => !file.Has(r.Hash)).ToArray();
                file.Append(fresh);
                added += fresh.Length;
            }
        }
        return added;
    }

    private void Describe(IFeatureExtractor extractor, List<(UInt128 Hash, EchoPair Pair)> waiting, Dictionary<UInt128, double[]?> rows, ref FeatureFile? file)
    {
        var made = extractor.Extract([.. waiting.Select(w => w.Pair)]);
        if (made.Length != waiting.Count)
            throw new InvalidOperationException($"The extractor '{extractor.Name}' gave {made.Length} rows for {waiting.Count} images.");
        var length = rows.Values.FirstOrDefault(r => r is not null)?.Length ?? made[0].Length;
        for (var i = 0; i < made.Length; i++)
        {
            if (made[i].Length == 0 || made[i].Length != length)
                throw new InvalidOperationException($"The extractor '{extractor.Name}' gave {made[i].Length} features for '{waiting[i].Pair.Item.Id}', {length} for others; rows must be of one length.");
            var wrong = Array.FindIndex(made[i], v => !(Math.Abs(v) <= FeatureSet.Largest));
            if (wrong >= 0)
                throw new InvalidOperationException(FormattableString.Invariant($"The extractor '{extractor.Name}' gave {made[i][wrong]} as feature {wrong} of '{waiting[i].Pair.Item.Id}'; features must be finite and within ±{FeatureSet.Largest}."));
            rows[waiting[i].Hash] = made[i];
        }
        Extracted += made.Length;
        try
        {
            file?.Append([.. waiting.Select((w, i) => (w.Hash, made[i]))]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            GiveUp(ref file, $"features are no longer kept: {error.Message}");
        }
        waiting.Clear();
    }

    private double[]? Stored(ref FeatureFile? file, UInt128 hash)
    {
        try
        {
            return file is not null && file.TryGet(hash, out var row) ? row : null;
        }
        catch (IOException error)
        {
            GiveUp(ref file, $"kept features cannot be read: {error.Message}");
            return null;
        }
    }

    private FeatureFile? Open(IFeatureExtractor extractor)
    {
        if (folder is null)
            return null;
        try
        {
            return FeatureFile.Open(folder, extractor.Fingerprint);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{folder}: features of '{extractor.Name}' are neither looked up nor kept this time: {error.Message}");
            return null;
        }
    }

    private void GiveUp(ref FeatureFile? file, string why)
    {
        _problems.Add($"{folder}: {why}");
        file?.Dispose();
        file = null;
    }
}
