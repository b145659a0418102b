namespace EchoSynth.Imaging.Anatomies;

/// <summary>A mask as it was meant: without the islands and holes of hand-drawn or predicted labels, and without the sector.</summary>
internal static class MaskCleaning
{
    /// <summary>A group of wall pixels with less than this share of the wall is an island; a sector may cut a wall into larger parts.</summary>
    private const double WallIsland = 0.05;

    public static bool[] Of(ReadOnlySpan<byte> labels, AnatomyLabel label)
    {
        var region = new bool[labels.Length];
        for (var i = 0; i < region.Length; i++)
            region[i] = labels[i] == (byte)label;
        return region;
    }

    /// <summary>The largest group of LV and atrium, the larger groups of the wall; the rest is background.</summary>
    public static byte[] MainGroups(AnatomyMask mask)
    {
        var labels = new byte[mask.Labels.Length];
        foreach (var label in Datasets.LabelMap.Structures)
        {
            var region = Of(mask.Labels, label);
            if (!region.Contains(true))
                continue;
            var main = PixelGroups.Main(region, mask.Width, label == AnatomyLabel.Myocardium ? WallIsland : 1);
            for (var i = 0; i < labels.Length; i++)
                labels[i] = main[i] ? (byte)label : labels[i];
        }
        return labels;
    }

    /// <summary>The same with holes filled: those of the cavities by what surrounds them, those between the structures by their neighbour.</summary>
    public static byte[] Clean(AnatomyMask mask)
    {
        var labels = MainGroups(mask);
        foreach (var label in (ReadOnlySpan<AnatomyLabel>)[AnatomyLabel.LeftVentricle, AnatomyLabel.LeftAtrium])
            Fill(labels, PixelGroups.Holes(Of(labels, label), mask.Width), label);
        FillGaps(labels, mask.Width);
        return labels;
    }

    /// <summary>Gives background pixels that the structures enclose together the label of a neighbour, from the outside in.</summary>
    public static void FillGaps(byte[] labels, int width)
    {
        var holes = PixelGroups.Holes([.. labels.Select(l => l is > 0 and < (byte)AnatomyLabel.Sector)], width);
        var left = holes.Count(h => h);
        while (left > 0)
        {
            var before = left;
            for (var i = 0; i < labels.Length; i++)
            {
                // A hole never touches the image's edge, so it has all four neighbours.
                if (!holes[i] || Neighbour(labels, holes, i, width) is not (> 0 and var label))
                    continue;
                (labels[i], holes[i], left) = (label, false, left - 1);
            }
            if (left == before)
                return;
        }
    }

    private static byte Neighbour(byte[] labels, bool[] holes, int i, int width)
    {
        var best = (byte)0;
        foreach (var n in (ReadOnlySpan<int>)[i - 1, i + 1, i - width, i + width])
        {
            // Wall before atrium before cavity: a cavity's outline is what volumes are measured from.
            if (!holes[n] && labels[n] is > 0 and < (byte)AnatomyLabel.Sector && (best == 0 || Rank(labels[n]) > Rank(best)))
                best = labels[n];
        }
        return best;
    }

    private static int Rank(byte label) => (AnatomyLabel)label switch { AnatomyLabel.Myocardium => 3, AnatomyLabel.LeftAtrium => 2, _ => 1 };

    private static void Fill(byte[] labels, bool[] holes, AnatomyLabel label)
    {
        for (var i = 0; i < labels.Length; i++)
            labels[i] = holes[i] ? (byte)label : labels[i];
    }
}
