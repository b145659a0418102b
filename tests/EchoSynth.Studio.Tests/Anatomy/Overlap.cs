using EchoSynth.Imaging;

namespace EchoSynth.Studio.Tests.Anatomy;

/// <summary>How much of a structure two masks share.</summary>
internal static class Overlap
{
    /// <summary>Intersection over union of the pixels of a label.</summary>
    public static double Of(AnatomyMask first, AnatomyMask second, AnatomyLabel label)
    {
        var (both, any) = (0, 0);
        for (var i = 0; i < first.Labels.Length; i++)
        {
            var (a, b) = (first.Labels[i] == (byte)label, second.Labels[i] == (byte)label);
            both += a && b ? 1 : 0;
            any += a || b ? 1 : 0;
        }
        return (double)both / any;
    }
}
