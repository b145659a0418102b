using System.Collections;
using System.Runtime.InteropServices;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using Microsoft.Win32.SafeHandles;

namespace EchoSynth.Training;

/// <summary>Framed pairs of one size: the first in memory, up to a budget, the others in a scratch file of fixed records, which the system's own cache keeps at hand where it can.</summary>
/// <remarks>
/// Every epoch visits every pair once, in another order: no rule for what to keep in memory does better than to keep the same ones. Safe for concurrent use. A record has the
/// image's float32 pixels and the mask's labels, so a pair is the same to the bit wherever it was kept.
/// </remarks>
internal sealed class PairCache : IReadOnlyList<EchoPair>, IDisposable
{
    private readonly EchoPair?[] _kept;
    private readonly (EchoItem Item, PixelSpacing Spacing)[] _known;
    private readonly int _size;
    private readonly string? _path;
    private readonly SafeFileHandle? _scratch;

    public PairCache(int count, int size, TrainingSetOptions options)
    {
        (Count, _size) = (count, size);
        _kept = new EchoPair?[(int)Math.Min(count, options.MemoryMiB * (1L << 20) / RecordLength)];
        _known = new (EchoItem, PixelSpacing)[count - _kept.Length];
        if (_known.Length == 0)
            return;
        _path = Path.Combine(options.ScratchFolder ?? Path.GetTempPath(), $"echosynth-pairs-{Guid.NewGuid():N}.tmp");
        // On Unix a file without a name goes with its last handle, even where the process is killed; Windows sees to it itself.
        _scratch = Guarded(() => File.OpenHandle(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.RandomAccess | (OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : 0), _known.Length * RecordLength));
        if (!OperatingSystem.IsWindows())
            Guarded(() =>
            {
                File.Delete(_path);
                return 0;
            });
    }

    public int Count { get; }

    /// <summary>Bytes in the scratch file.</summary>
    internal long ScratchLength => _known.Length * RecordLength;

    private int Pixels => _size * _size;

    private long RecordLength => 5L * Pixels;

    public EchoPair this[int index] => index < _kept.Length ? _kept[index]! : Read(index - _kept.Length);

    public void Put(int index, EchoPair pair)
    {
        if (index < _kept.Length)
        {
            _kept[index] = pair;
            return;
        }
        var record = new byte[RecordLength];
        MemoryMarshal.AsBytes(pair.Image.Pixels).CopyTo(record);
        pair.Mask.Labels.CopyTo(record.AsSpan(4 * Pixels));
        index -= _kept.Length;
        _known[index] = (pair.Item, pair.Image.Spacing);
        Guarded(() =>
        {
            RandomAccess.Write(_scratch!, record, index * RecordLength);
            return 0;
        });
    }

    public IEnumerator<EchoPair> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _scratch?.Dispose();

    private EchoPair Read(int index)
    {
        var record = new byte[RecordLength];
        var read = Guarded(() =>
        {
            var at = 0;
            while (at < record.Length && RandomAccess.Read(_scratch!, record.AsSpan(at), index * RecordLength + at) is > 0 and var n)
                at += n;
            return at;
        });
        if (read < record.Length)
            throw new IOException($"{_path}: the scratch file of the training pairs was cut short by another program; begin again.");
        var (item, spacing) = _known[index];
        var image = new EchoImage(_size, _size, MemoryMarshal.Cast<byte, float>(record.AsSpan(0, 4 * Pixels)), spacing);
        return new EchoPair(item, image, new AnatomyMask(_size, _size, record.AsSpan(4 * Pixels), spacing));
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{_path}: the scratch file for training pairs beyond the memory budget cannot be used ({e.Message}); it needs {ScratchLength >> 20} MiB there. Name another folder (ScratchFolder), or raise MemoryMiB.", e);
        }
    }
}
