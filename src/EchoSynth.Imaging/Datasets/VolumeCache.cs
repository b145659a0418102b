namespace EchoSynth.Imaging.Datasets;

/// <summary>The sequences that were read last, since their frames are loaded one after the other. Thread-safe; at most a few, and none that is large.</summary>
internal sealed class VolumeCache
{
    private const int MaximalBytes = 64 << 20;
    private const int Most = 4;
    private readonly Lock _gate = new();
    private readonly List<(string Path, ImageVolume Volume)> _recent = [];

    public ImageVolume Read(string path)
    {
        lock (_gate)
        {
            var at = _recent.FindIndex(entry => entry.Path == path);
            if (at >= 0)
                return _recent[at].Volume;
        }
        var volume = EchoFile.ReadVolume(path);
        if (volume.Bytes.Length <= MaximalBytes)
        {
            lock (_gate)
            {
                if (_recent.Count >= Most)
                    _recent.RemoveAt(0);
                _recent.Add((path, volume));
            }
        }
        return volume;
    }
}
