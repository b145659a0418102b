using EchoSynth.Imaging;

namespace EchoSynth.Segmentation;

/// <summary>What the network is fed with.</summary>
internal static class SegmentationInput
{
    /// <summary>Less their mean, over their standard deviation, over the whole frame (nnU-Net's rule for all but CT): gain and offset of a scanner drop out. A constant image becomes 0.</summary>
    public static void Standardise(ReadOnlySpan<float> pixels, Span<float> into)
    {
        double sum = 0, squares = 0;
        foreach (var p in pixels)
            (sum, squares) = (sum + p, squares + (double)p * p);
        var mean = sum / pixels.Length;
        var deviation = Math.Sqrt(Math.Max(0, squares / pixels.Length - mean * mean));
        var factor = deviation > 1e-6 ? 1 / deviation : 0;
        for (var i = 0; i < pixels.Length; i++)
            into[i] = (float)((pixels[i] - mean) * factor);
    }

    /// <summary>The sector, and whatever else is no structure, is background.</summary>
    public static void Classes(ReadOnlySpan<byte> labels, Span<long> into)
    {
        for (var i = 0; i < labels.Length; i++)
            into[i] = labels[i] < SegmentationUNet.Classes ? labels[i] : 0;
    }
}
