namespace EchoSynth.Imaging.Phantoms;

/// <summary>The LV of a mask as EchoNet traces it: lines across it from wall to wall, from the apex down.</summary>
internal static class PhantomEchoNetOutline
{
    /// <summary>Lines at most; the authors draw 20, which is enough for 112 pixels.</summary>
    private const int Most = 40;

    /// <summary>For evenly spread rows of pixels, the first and the last with it, where the LV begins and ends.</summary>
    public static IReadOnlyList<(int Left, int Right, int Y)> Of(AnatomyMask mask)
    {
        var rows = new List<(int Left, int Right, int Y)>();
        for (var y = 0; y < mask.Height; y++)
        {
            var row = mask.Labels.Slice(y * mask.Width, mask.Width);
            var left = row.IndexOf((byte)AnatomyLabel.LeftVentricle);
            if (left >= 0)
                rows.Add((left, row.LastIndexOf((byte)AnatomyLabel.LeftVentricle), y));
        }
        if (rows.Count <= Most)
            return rows;
        return [.. Enumerable.Range(0, Most).Select(i => rows[i * (rows.Count - 1) / (Most - 1)])];
    }
}
