namespace EchoSynth.Imaging.Datasets;

/// <summary>Reads an item's image and mask and checks that they fit together.</summary>
internal static class PairLoader
{
    public static EchoPair Load(EchoItem item) => Load(item, LabelMap.Camus);

    public static EchoPair Load(EchoItem item, LabelMap map) =>
        Checked(item, EchoFile.ReadImage(item.ImagePath, item.Frame), MappedMask.Read(item.MaskPath, item.Frame, map));

    public static EchoPair Checked(EchoItem item, EchoImage image, AnatomyMask mask) => image.Width == mask.Width && image.Height == mask.Height
        ? new EchoPair(item, image, mask)
        : throw new EchoFormatException(item.MaskPath, "size", $"{mask.Width} × {mask.Height}, but the image {item.ImagePath} is {image.Width} × {image.Height}; they must be of one size.");
}
