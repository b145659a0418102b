using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace EchoSynth.Imaging.Features;

/// <summary>
/// One extractor's rows on disk, added to as they come. Header: magic and version, row length, length of the fingerprint, fingerprint, checksum; then records: content hash (16 bytes), the row, checksum.
/// The file is held open and locked. Not atomic on purpose: records are added for hours, and a torn one is known by its checksum.
/// </summary>
internal sealed class FeatureFile : IDisposable
{
    private const int Magic = 0x46_53_45_01; // "ESF", version 1
    private const int LongestRow = 1 << 20;
    private const int LongestFingerprint = 1 << 16;
    private readonly FileStream _stream;
    private readonly byte[] _fingerprint;
    private readonly Dictionary<UInt128, long> _places = [];
    private int _length;

    private FeatureFile(FileStream stream, byte[] fingerprint) => (_stream, _fingerprint) = (stream, fingerprint);

    /// <summary>Features in a row; 0 while there is none.</summary>
    public int Length => _length;

    private int RecordSize => 16 + 8 * _length + 8;

    /// <summary>Opens or makes the file. What is not of this version and fingerprint is replaced, and what is behind the first damaged record is cut off.</summary>
    /// <exception cref="IOException">It cannot be opened, or another process holds it.</exception>
    public static FeatureFile Open(string folder, string fingerprint)
    {
        Directory.CreateDirectory(folder);
        var bytes = Encoding.UTF8.GetBytes(fingerprint);
        var path = Path.Combine(folder, $"{XxHash128.HashToUInt128(bytes):x32}.features");
        var file = new FeatureFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16), bytes);
        try
        {
            file.Scan();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool TryGet(UInt128 hash, out double[] row)
    {
        row = [];
        if (!_places.TryGetValue(hash, out var place))
            return false;
        _stream.Position = place + 16;
        row = new double[_length];
        _stream.ReadExactly(MemoryMarshal.AsBytes(row.AsSpan()));
        return true;
    }

    /// <summary>Adds rows behind the others, and flushes. Rows of another length than those there begin the file anew.</summary>
    public void Append(IReadOnlyList<(UInt128 Hash, double[] Row)> rows)
    {
        if (rows.Count == 0 || rows[0].Row.Length > LongestRow)
            return;
        if (rows[0].Row.Length != _length)
            Begin(rows[0].Row.Length);
        var end = _stream.Length;
        _stream.Position = end;
        try
        {
            var record = new byte[RecordSize];
            foreach (var (hash, row) in rows)
            {
                MemoryMarshal.Write(record, hash);
                MemoryMarshal.AsBytes(row.AsSpan()).CopyTo(record.AsSpan(16));
                MemoryMarshal.Write(record.AsSpan(record.Length - 8), XxHash64.HashToUInt64(record.AsSpan(0, record.Length - 8)));
                _stream.Write(record);
            }
            _stream.Flush();
        }
        catch (IOException)
        {
            // The next reader would cut a torn record off itself; this only keeps the file tidy.
            TryCut(end);
            throw;
        }
        foreach (var (hash, _) in rows)
        {
            _places[hash] = end;
            end += RecordSize;
        }
    }

    /// <summary>Whether there is a row for an image.</summary>
    public bool Has(UInt128 hash) => _places.ContainsKey(hash);

    /// <summary>The records of another file, one by one: what is asked of it is a whole file, so damage is an error here.</summary>
    /// <exception cref="EchoFormatException">It is no such file, or a record is torn or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened, or a process is adding to it.</exception>
    public static IEnumerable<(UInt128 Hash, double[] Row)> Read(string path, out string fingerprint)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var start = new byte[12];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && MemoryMarshal.Read<int>(start) == Magic
            && MemoryMarshal.Read<int>(start.AsSpan(4)) is > 0 and <= LongestRow and var length && MemoryMarshal.Read<int>(start.AsSpan(8)) is > 0 and <= LongestFingerprint and var letters)
        {
            var rest = new byte[letters + 8];
            if (stream.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) == rest.Length
                && MemoryMarshal.Read<ulong>(rest.AsSpan(letters)) == XxHash64.HashToUInt64([.. start, .. rest.AsSpan(0, letters)]))
            {
                fingerprint = Encoding.UTF8.GetString(rest, 0, letters);
                return Records(stream, path, length);
            }
        }
        stream.Dispose();
        throw new EchoFormatException(path, "header", "this is no file of features, or one of another version; extract them again.");
    }

    private static IEnumerable<(UInt128 Hash, double[] Row)> Records(FileStream stream, string path, int length)
    {
        using (stream)
        {
            var record = new byte[16 + 8 * length + 8];
            for (var number = 0L; stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) is > 0 and var read; number++)
            {
                if (read < record.Length || MemoryMarshal.Read<ulong>(record.AsSpan(record.Length - 8)) != XxHash64.HashToUInt64(record.AsSpan(0, record.Length - 8)))
                    throw new EchoFormatException(path, FormattableString.Invariant($"record {number}"), "it is cut short or damaged (its checksum differs); extract the features of that shard again.");
                yield return (MemoryMarshal.Read<UInt128>(record), MemoryMarshal.Cast<byte, double>(record.AsSpan(16, 8 * length)).ToArray());
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // A full disk: what could not be written is known by its checksum.
        }
    }

    private void Scan()
    {
        _stream.Position = 0;
        var header = new byte[12 + _fingerprint.Length + 8];
        if (_stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan().SequenceEqual(Header(MemoryMarshal.Read<int>(header.AsSpan(4))))
            || MemoryMarshal.Read<int>(header.AsSpan(4)) is not (> 0 and <= LongestRow))
        {
            _stream.SetLength(0);
            return;
        }
        _length = MemoryMarshal.Read<int>(header.AsSpan(4));
        var record = new byte[RecordSize];
        long place = header.Length;
        while (_stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length
            && MemoryMarshal.Read<ulong>(record.AsSpan(record.Length - 8)) == XxHash64.HashToUInt64(record.AsSpan(0, record.Length - 8)))
        {
            _places[MemoryMarshal.Read<UInt128>(record)] = place;
            place += record.Length;
        }
        _stream.SetLength(place);
    }

    private void Begin(int length)
    {
        _places.Clear();
        _length = length;
        _stream.SetLength(0);
        _stream.Write(Header(length));
    }

    private byte[] Header(int length)
    {
        var header = new byte[12 + _fingerprint.Length + 8];
        MemoryMarshal.AsBytes([Magic, length, _fingerprint.Length]).CopyTo(header);
        _fingerprint.CopyTo(header, 12);
        MemoryMarshal.Write(header.AsSpan(header.Length - 8), XxHash64.HashToUInt64(header.AsSpan(0, header.Length - 8)));
        return header;
    }

    private void TryCut(long length)
    {
        try
        {
            _stream.SetLength(length);
        }
        catch (IOException)
        {
            // The first error is the one to report.
        }
    }
}
