namespace EchoSynth.Imaging.Phantoms;

/// <summary>The outline of a structure as a traced curve: the middles of the pixel sides between it and the rest.</summary>
internal static class MaskOutline
{
    // Walking along pixel sides with the structure on the right: east, south, west, north.
    private static readonly (int X, int Y)[] s_steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    /// <summary>The longest outline as points in pixels, in order. Where it borders the other structure it is left open: its ends are those of that border, the longest there is.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="label">The structure to trace.</param>
    /// <param name="open">The structure towards which it is open, as the LV is towards the atrium.</param>
    /// <returns>Empty where the mask does not have the structure.</returns>
    public static List<(double X, double Y)> Trace(AnatomyMask mask, AnatomyLabel label, AnatomyLabel open)
    {
        var longest = new List<(int X, int Y, int Direction)>();
        var seen = new HashSet<(int, int)>();
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                // An upper side begins an outline.
                if (At(mask, x, y) != label || At(mask, x, y - 1) == label || seen.Contains((x, y)))
                    continue;
                var outline = Follow(mask, label, x, y);
                foreach (var side in outline.Where(s => s.Direction == 0))
                    seen.Add((side.X, side.Y));
                longest = outline.Count > longest.Count ? outline : longest;
            }
        }
        var border = longest.Select(side => Beyond(mask, side) == open).ToList();
        var (start, length) = LongestRun(border);
        return [.. Enumerable.Range(0, longest.Count - length).Select(i => longest[(start + length + i) % longest.Count]).Select(Middle)];
    }

    private static List<(int X, int Y, int Direction)> Follow(AnatomyMask mask, AnatomyLabel label, int x, int y)
    {
        // A side is named by the corner where it begins; the structure's pixel is on its right.
        var sides = new List<(int X, int Y, int Direction)>();
        var (cx, cy, direction) = (x, y, 0);
        do
        {
            sides.Add((cx, cy, direction));
            (cx, cy) = (cx + s_steps[direction].X, cy + s_steps[direction].Y);
            // Right where the structure ends ahead, left where it goes on beside; straight otherwise.
            for (var turn = 3; turn <= 5; turn++)
            {
                var next = (direction + turn) % 4;
                if (Right(mask, cx, cy, next) == label && Left(mask, cx, cy, next) != label)
                {
                    direction = next;
                    break;
                }
            }
        }
        while ((cx, cy, direction) != (x, y, 0));
        return sides;
    }

    private static (double X, double Y) Middle((int X, int Y, int Direction) side) => (side.X - 0.5 + (s_steps[side.Direction].X / 2.0), side.Y - 0.5 + (s_steps[side.Direction].Y / 2.0));

    private static AnatomyLabel Beyond(AnatomyMask mask, (int X, int Y, int Direction) side) => Left(mask, side.X, side.Y, side.Direction);

    private static AnatomyLabel Right(AnatomyMask mask, int x, int y, int direction) => direction switch
    {
        0 => At(mask, x, y),
        1 => At(mask, x - 1, y),
        2 => At(mask, x - 1, y - 1),
        _ => At(mask, x, y - 1),
    };

    private static AnatomyLabel Left(AnatomyMask mask, int x, int y, int direction) => direction switch
    {
        0 => At(mask, x, y - 1),
        1 => At(mask, x, y),
        2 => At(mask, x - 1, y),
        _ => At(mask, x - 1, y - 1),
    };

    private static AnatomyLabel At(AnatomyMask mask, int x, int y) =>
        (uint)x < (uint)mask.Width && (uint)y < (uint)mask.Height ? mask[x, y] : AnatomyLabel.Background;

    private static (int Start, int Length) LongestRun(List<bool> ring)
    {
        var (start, longest) = (0, 0);
        for (var i = 0; i < ring.Count; i++)
        {
            var length = 0;
            while (length < ring.Count && ring[(i + length) % ring.Count])
                length++;
            if (length > longest)
                (start, longest) = (i, length);
        }
        return (start, longest);
    }
}
