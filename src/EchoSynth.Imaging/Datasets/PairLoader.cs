namespace EchoSynth.Imaging.Datasets;

/// <summary>Reads an item's image and mask and checks that they fit together.</summary>
internal static class PairLoader
{
    public static EchoPair Load(EchoItem item)
    {
        var image = EchoFile.ReadImage(item.ImagePath, item.Frame);
        var mask = EchoFile.ReadMask(item.MaskPath, item.Frame);
        if (image.Width != mask.Width || image.Height != mask.Height)
            throw new EchoFormatException(item.MaskPath, "size", $"{mask.Width} × {mask.Height}, but the image {item.ImagePath} is {image.Width} × {image.Height}; they must be of one size.");
        return new EchoPair(item, image, mask);
    }
}
