namespace EchoSynth.Imaging;

/// <summary>PNG's five row filters.</summary>
internal static class PngFilters
{
    /// <summary>Undoes a filter in place; false for an unknown one.</summary>
    public static bool TryUndo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (var i = step; i < row.Length; i++)
                    row[i] += row[i - step];
                return true;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                return true;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < step ? 0 : row[i - step]) + above[i]) / 2);
                return true;
            case 4:
                for (var i = 0; i < row.Length; i++)
                    row[i] += i < step ? above[i] : Paeth(row[i - step], above[i], above[i - step]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Applies a filter.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, corner) = (i < step ? (byte)0 : row[i - step], above[i], i < step ? (byte)0 : above[i - step]);
            filtered[i] = (byte)(row[i] - filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, corner),
            });
        }
    }

    private static byte Paeth(byte left, byte up, byte corner)
    {
        var estimate = left + up - corner;
        var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
