using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EchoSynth.Synthesis;

/// <summary>manifest.jsonl and skipped.jsonl of a set or a shard, and the journal that they are made from.</summary>
/// <remarks>
/// While images are made, lines go to a journal; the manifest itself is written at the end, in order. A restart keeps an image whose line says that it was made from what is
/// asked for now and whose files are as they were. The journal is locked: two processes cannot make one shard at once. A shard of a set that was joined already is read from the whole manifest,
/// and changes nothing.
/// </remarks>
internal sealed partial class SynthesisManifest : IDisposable
{
    private readonly string _folder;
    private readonly string _path;
    private readonly string _skippedPath;
    private readonly string _journalPath;
    private readonly Dictionary<long, SynthesisEntry> _entries = [];
    private readonly FileStream _journal;
    private readonly Shard _shard;
    private readonly Lock _gate = new(); // images are noted on one thread while another asks for those to come

    /// <exception cref="IOException">Another process makes this shard, or the folder cannot be written.</exception>
    public SynthesisManifest(string folder, Shard shard)
    {
        (_folder, _shard) = (folder, shard);
        _path = PathOf(folder, shard);
        _skippedPath = SkippedPathOf(folder, shard);
        _journalPath = Path.Combine(folder, $".manifest{shard.Suffix}.journal");
        try
        {
            _journal = new FileStream(_journalPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(_journalPath))
        {
            throw new IOException($"{_journalPath}: another process is making this {(shard.IsWhole ? "data set" : $"shard ({shard})")}; wait for it, or take another folder. ({e.Message})", e);
        }
        IsJoined = !shard.IsWhole && File.Exists(PathOf(folder, Shard.Whole));
        var finished = IsJoined
            ? Read(PathOf(folder, Shard.Whole)).Concat(Read(SkippedPathOf(folder, Shard.Whole))).Where(e => shard.Has(e.Index))
            : Read(_path).Concat(Read(_skippedPath)).Concat(Lines(_journal));
        foreach (var entry in finished)
            _entries[entry.Index] = entry;
        _journal.Seek(0, SeekOrigin.End);
    }

    /// <summary>Whether this is a shard of a set that is whole already.</summary>
    public bool IsJoined { get; }

    public static string PathOf(string folder, Shard shard) => Path.Combine(folder, $"manifest{shard.Suffix}.jsonl");

    public static string SkippedPathOf(string folder, Shard shard) => Path.Combine(folder, $"skipped{shard.Suffix}.jsonl");

    /// <summary>The shards of a set that are finished, in order, those of other divisions among them.</summary>
    public static Shard[] Finished(string folder) =>
        [.. Directory.EnumerateFiles(folder, "manifest-*-of-*.jsonl").Select(path => ShardName().Match(Path.GetFileName(path))).Where(m => m.Success)
            .Select(m => Shard.Parse($"{m.Groups[1].Value}/{m.Groups[2].Value}")).OfType<Shard>().OrderBy(s => s.Index).ThenBy(s => s.Count)];

    /// <summary>The entries of a file, in order; lines that are none are passed over. None where there is no file.</summary>
    public static IEnumerable<SynthesisEntry> Read(string path) =>
        new FileInfo(path) is { Exists: true, Length: > 0 } ? Imaging.TextLines.Read(path).Select(SynthesisEntry.Parse).OfType<SynthesisEntry>() : [];

    /// <summary>SHA-256 of a file, and of the pixel file behind a MetaImage header; null where one is missing.</summary>
    public static string? Hash(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        string[] parts = file.EndsWith(".mhd", StringComparison.Ordinal) ? [path, Path.ChangeExtension(path, ".zraw")] : [path];
        if (!parts.All(File.Exists))
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(File.ReadAllBytes(part));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a job may be done: there is an entry of the same request.</summary>
    public bool MayHave(SynthesisEntry wanted) =>
        Find(wanted.Index) is { } known && Request(known, wanted).ToLine() == wanted.ToLine();

    /// <summary>What a shard's image was made from that is not what is asked for now, for people; null where it is the same, or there is no such image.</summary>
    /// <remarks>Of a shard that is an error, not a reason to make it anew: the other shards hold what was asked for before.</remarks>
    /// <param name="wanted">The request.</param>
    /// <param name="input">SHA-256 of what goes into the network now; not compared when null.</param>
    public string? Difference(SynthesisEntry wanted, string? input)
    {
        if (_shard.IsWhole || Find(wanted.Index) is not { } known)
            return null;
        if (SyntheticDatasetInfo.Differences(JsonElement.Parse(Request(known, wanted).ToLine()), JsonElement.Parse(wanted.ToLine())) is { Length: > 0 } differences)
            return differences;
        return input is null || known.Skipped is not null || known.InputSha256 == input ? null : $"what {wanted.Source} holds is another mask than it was";
    }

    /// <summary>Whether a job is done: its entry is there, from the same request and the same mask, and so are its files.</summary>
    /// <param name="wanted">The request.</param>
    /// <param name="input">SHA-256 of what goes into the network now; null where that cannot be made.</param>
    public bool Has(SynthesisEntry wanted, string? input) =>
        MayHave(wanted) && Find(wanted.Index) is { } known && known.InputSha256 == input
        && (known.Skipped is not null || (known.File == wanted.File && known.Mask == wanted.Mask && known.Sha256 == Hash(_folder, known.File!) && known.MaskSha256 == Hash(_folder, known.Mask!)));

    /// <summary>Why a job that is done has no image; null where it has one.</summary>
    /// <param name="index">Its number.</param>
    public string? SkippedReason(long index) => Find(index) is { Skipped: not null } entry ? Reason(entry) : null;

    /// <summary>Why there is no image, with its name.</summary>
    public static string Reason(SynthesisEntry skipped) => $"{skipped.Id}: {skipped.Skipped}";

    /// <summary>Notes a job that was just done.</summary>
    public void Note(SynthesisEntry entry)
    {
        lock (_gate)
            _entries[entry.Index] = entry;
        _journal.Write(Encoding.UTF8.GetBytes(entry.ToLine() + "\n"));
        _journal.Flush();
    }

    /// <summary>Writes the manifest, and the skipped ones where there are any, and drops the journal.</summary>
    public void Finish(IEnumerable<long> indices)
    {
        if (IsJoined)
        {
            Drop();
            return;
        }
        var entries = indices.Select(i => _entries[i]).ToArray();
        // The manifest last: it says that the set, or the shard, is finished.
        Write(_skippedPath, entries.Where(e => e.Skipped is not null));
        Write(_path, entries.Where(e => e.Skipped is null));
        Drop();
    }

    /// <summary>Writes lines whole or not at all; no file for none, but an empty manifest.</summary>
    public static void Write(string path, IEnumerable<SynthesisEntry> entries)
    {
        using var lines = entries.GetEnumerator();
        if (!lines.MoveNext() && !Path.GetFileName(path).StartsWith("manifest", StringComparison.Ordinal))
        {
            File.Delete(path);
            return;
        }
        Imaging.AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            for (var entry = lines.Current; entry is not null; entry = lines.MoveNext() ? lines.Current : null)
                writer.WriteLine(entry.ToLine());
        });
    }

    public void Dispose() => _journal.Dispose();

    private void Drop()
    {
        _journal.Dispose();
        File.Delete(_journalPath);
    }

    /// <summary>What an image was asked for by.</summary>
    private static SynthesisEntry Request(SynthesisEntry known, SynthesisEntry wanted) =>
        known with { Geometry = null, InputSha256 = null, Sha256 = null, MaskSha256 = null, Skipped = null, File = wanted.File, Mask = wanted.Mask };

    private SynthesisEntry? Find(long index)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(index);
    }

    private static List<SynthesisEntry> Lines(FileStream journal)
    {
        using var reader = new StreamReader(journal, Encoding.UTF8, leaveOpen: true);
        var entries = new List<SynthesisEntry>();
        long whole = 0;
        while (reader.ReadLine() is { } line)
        {
            if (SynthesisEntry.Parse(line) is not { } entry)
                break;
            entries.Add(entry);
            whole += Encoding.UTF8.GetByteCount(line) + 1;
        }
        // A killed process may leave half a line: what follows would run into it.
        journal.SetLength(Math.Min(journal.Length, whole));
        return entries;
    }

    [GeneratedRegex("^manifest-([0-9]{1,9})-of-([0-9]{1,9})\\.jsonl$")]
    private static partial Regex ShardName();
}
