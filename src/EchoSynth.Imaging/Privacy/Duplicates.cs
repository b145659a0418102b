using System.IO.Hashing;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Images that are the same to the byte.</summary>
public static class Duplicates
{
    /// <summary>For each image the first of others with the same size and the same 8-bit pixels.</summary>
    /// <param name="images">The images to look up.</param>
    /// <param name="others">Where to look; where it is the same list, only earlier images count.</param>
    /// <returns>An index into <paramref name="others"/> for each image, −1 for none.</returns>
    public static int[] Exact(IReadOnlyList<EchoImage> images, IReadOnlyList<EchoImage> others)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(others);
        var known = new Dictionary<(UInt128 Hash, int Width, int Height), int>();
        var found = new int[images.Count];
        if (!ReferenceEquals(images, others))
        {
            for (var j = 0; j < others.Count; j++)
                known.TryAdd(Key(others[j]), j);
        }
        for (var i = 0; i < found.Length; i++)
        {
            var key = Key(images[i]);
            found[i] = known.TryGetValue(key, out var j) ? j : -1;
            if (ReferenceEquals(images, others))
                known.TryAdd(key, i);
        }
        return found;
    }

    private static (UInt128, int, int) Key(EchoImage image) => (XxHash128.HashToUInt128(image.ToBytes()), image.Width, image.Height);
}
