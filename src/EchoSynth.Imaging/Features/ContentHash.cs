using System.IO.Hashing;
using System.Runtime.InteropServices;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Features;

/// <summary>What an image and its mask hold: size, pixels, labels; not the spacing, not the item.</summary>
internal static class ContentHash
{
    /// <exception cref="ArgumentException">Image and mask are of different sizes.</exception>
    public static UInt128 Of(EchoPair pair)
    {
        var (item, image, mask) = pair;
        if (image.Width != mask.Width || image.Height != mask.Height)
            throw new ArgumentException($"'{item.Id}': the mask is {mask.Width} × {mask.Height}, the image {image.Width} × {image.Height}.", nameof(pair));
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes([image.Width, image.Height]));
        hash.Append(MemoryMarshal.AsBytes(image.Pixels));
        hash.Append(mask.Labels);
        return hash.GetCurrentHashAsUInt128();
    }
}
