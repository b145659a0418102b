using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Distributions;

/// <summary>The nearest neighbours of each image within its own set.</summary>
internal static class Neighbourhoods
{
    /// <summary>For each image the squared distances to its 1st…k-th neighbour; itself does not count, another of the same features does.</summary>
    public static double[][] Measure(FeatureSet set, int k, BlockRun run)
    {
        var result = new double[set.Count][];
        run.Each(set, (block, room) =>
        {
            var rows = BlockRun.Rows(set, block);
            var height = rows.Length / set.Length;
            for (var i = 0; i < height; i++)
                Array.Fill(result[block * PairBlock.Side + i] = new double[k], double.PositiveInfinity);
            for (var other = 0; other < BlockRun.Blocks(set); other++)
            {
                var columns = BlockRun.Rows(set, other);
                var width = columns.Length / set.Length;
                PairBlock.SquaredDistances(rows, columns, set.Length, room);
                for (var i = 0; i < height; i++)
                {
                    var nearest = result[block * PairBlock.Side + i];
                    for (var j = 0; j < width; j++)
                    {
                        if (room[i * width + j] < nearest[^1] && (block != other || i != j))
                            Insert(nearest, room[i * width + j]);
                    }
                }
                run.Done(height * (long)width);
            }
        });
        return result;
    }

    private static void Insert(double[] nearest, double distance)
    {
        var place = nearest.Length - 1;
        for (; place > 0 && nearest[place - 1] > distance; place--)
            nearest[place] = nearest[place - 1];
        nearest[place] = distance;
    }
}
