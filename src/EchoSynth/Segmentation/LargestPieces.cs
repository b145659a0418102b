using EchoSynth.Imaging;

namespace EchoSynth.Segmentation;

/// <summary>Keeps the largest connected piece of each structure; what it drops becomes background.</summary>
internal static class LargestPieces
{
    /// <param name="labels">Row-major [height × width]; changed.</param>
    /// <param name="width">Columns.</param>
    public static void Keep(byte[] labels, int width)
    {
        var set = new bool[labels.Length];
        for (byte label = 1; label < SegmentationUNet.Classes; label++)
        {
            for (var i = 0; i < set.Length; i++)
                set[i] = labels[i] == label;
            var (piece, sizes) = Components.Of(set, width, labels.Length / width, diagonal: false);
            if (sizes.Count < 2)
                continue;
            var largest = sizes.IndexOf(sizes.Max());
            for (var i = 0; i < set.Length; i++)
                labels[i] = set[i] && piece[i] != largest ? (byte)0 : labels[i];
        }
    }
}
