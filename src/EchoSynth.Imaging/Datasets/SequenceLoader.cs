namespace EchoSynth.Imaging.Datasets;

/// <summary>Loads frames of sequences: the few read last are kept, since their frames are loaded one after the other, and none is read twice at once. Thread-safe.</summary>
internal sealed class SequenceLoader(LabelMap map)
{
    private const int MaximalBytes = 64 << 20;
    private const int Kept = 4;
    private readonly BoundedCache<string, ImageVolume> _images = new(Kept);
    private readonly BoundedCache<string, ImageVolume> _masks = new(Kept);

    public EchoPair Load(EchoItem item) => PairLoader.Checked(
        item,
        VolumeConversion.ToImage(Read(_images, item.ImagePath), item.Frame, item.ImagePath),
        MappedMask.FromVolume(Read(_masks, item.MaskPath), item.Frame, map, item.MaskPath));

    private static ImageVolume Read(BoundedCache<string, ImageVolume> kept, string path)
    {
        var volume = kept.GetOrAdd(path, EchoFile.ReadVolume);
        if (volume.Bytes.Length > MaximalBytes)
            kept.Remove(path);
        return volume;
    }
}
