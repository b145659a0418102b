namespace EchoSynth.Imaging;

/// <summary>The connected pieces of a pixel set.</summary>
internal static class Components
{
    /// <param name="set">Row-major [height × width].</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="diagonal">Whether pixels that touch at a corner are connected.</param>
    /// <returns>The piece that each pixel belongs to, -1 outside the set, and the pieces' sizes in pixels.</returns>
    public static (int[] Piece, List<int> Sizes) Of(ReadOnlySpan<bool> set, int width, int height, bool diagonal)
    {
        var (piece, sizes, stack) = (new int[set.Length], new List<int>(), new Stack<int>());
        piece.AsSpan().Fill(-1);
        for (var start = 0; start < set.Length; start++)
        {
            if (!set[start] || piece[start] >= 0)
                continue;
            piece[start] = sizes.Count;
            sizes.Add(0);
            stack.Push(start);
            while (stack.TryPop(out var at))
            {
                sizes[^1]++;
                var (x, y) = (at % width, at / width);
                for (var ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
                {
                    var aside = diagonal || ny == y ? 1 : 0;
                    for (var nx = Math.Max(0, x - aside); nx <= Math.Min(width - 1, x + aside); nx++)
                    {
                        var next = (ny * width) + nx;
                        if (!set[next] || piece[next] >= 0)
                            continue;
                        piece[next] = sizes.Count - 1;
                        stack.Push(next);
                    }
                }
            }
        }
        return (piece, sizes);
    }
}
