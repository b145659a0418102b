using EchoSynth.Imaging;

namespace EchoSynth.Synthesis;

/// <summary>Files that are not as they were made, found while a manifest is gone through: the first are named, all are counted.</summary>
internal sealed class SynthesisDamage(string folder, int shards)
{
    private const int Named = 20;
    private readonly List<(string File, bool Gone)> _files = [];
    private readonly SortedSet<long> _shards = [];
    private long _count;

    /// <summary>Looks at a file of an image.</summary>
    /// <param name="index">The image's number, from 0.</param>
    /// <param name="file">Relative to the folder.</param>
    /// <param name="sha256">What it was when it was made.</param>
    /// <exception cref="EchoFormatException">The manifest names no file, or one outside the folder.</exception>
    public void Check(long index, string? file, string? sha256)
    {
        if (file is null || sha256 is null)
            throw new EchoFormatException(folder, "manifest", $"the line of image number {index} names no file or no SHA-256; make shard {index % shards + 1} of {shards} again.");
        if (Path.IsPathRooted(file) || file.Split('/', '\\').Contains(".."))
            throw new EchoFormatException(folder, "manifest", $"\"{file}\" lies outside the folder, which is refused.");
        var hash = SynthesisManifest.Hash(folder, file);
        if (hash == sha256)
            return;
        _count++;
        _shards.Add(index % shards + 1);
        if (_files.Count < Named)
            _files.Add((file, hash is null));
    }

    /// <exception cref="EchoFormatException">There were such files.</exception>
    public void Tell()
    {
        if (_count == 0)
            return;
        var again = shards == 1 ? "run its command again, without a shard"
            : _shards.Count == 1 ? $"run the command of shard {_shards.Min} of {shards} again" : $"run the commands of shards {string.Join(", ", _shards.Take(Named))}{(_shards.Count > Named ? ", …" : "")} of {shards} again";
        if (_count == 1)
            throw new EchoFormatException(Path.Combine(folder, _files[0].File), null, $"{(_files[0].Gone ? "the file is gone" : "the file is not the one that was made (its SHA-256 differs)")}; {again}, which makes it anew.");
        throw new EchoFormatException(folder, null, $"{_count} files are gone or not those that were made: {string.Join(", ", _files.Select(f => $"{f.File} ({(f.Gone ? "gone" : "its SHA-256 differs")})"))}{(_count > Named ? ", …" : "")}; {again}, which makes them anew.");
    }
}
