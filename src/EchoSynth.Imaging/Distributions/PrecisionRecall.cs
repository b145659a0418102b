using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Distributions;

/// <summary>How many synthetic images lie where real ones do, and how much of the real set the synthetic one reaches, by balls about each image that end at its k-th neighbour in its own set.</summary>
/// <param name="Precision">Synthetic images within the ball of a real one, k = 3 (Kynkäänniemi et al. 2019), 0…1: fidelity.</param>
/// <param name="Recall">Real images within the ball of a synthetic one, k = 3, 0…1: diversity.</param>
/// <param name="Density">Mean number of real balls that a synthetic image lies in, over k = 5 (Naeem et al. 2020): fidelity that an outlier cannot buy; about 1 for equal distributions, and not bounded by 1.</param>
/// <param name="Coverage">Real images whose ball, k = 5, holds a synthetic one, 0…1: diversity that an outlier cannot buy.</param>
/// <remarks>
/// Distances are Euclidean. A ball holds its border, so that identical sets have precision = recall = coverage = 1 even where images repeat; for density the border is outside, as in Naeem's own
/// code, so that identical sets without repeats have 1 there too, and balls of radius 0 (an image that is in the real set more than k times) count for nothing.
/// </remarks>
public sealed record PrecisionRecall(double Precision, double Recall, double Density, double Coverage)
{
    /// <summary>k of precision and recall.</summary>
    public const int Neighbours = 3;

    /// <summary>k of density and coverage.</summary>
    public const int DensityNeighbours = 5;

    /// <summary>Measures. Distances are taken in blocks on all cores and not kept; memory is that of the sets and some numbers for each image.</summary>
    /// <param name="real">At least 6 images, so that each has a fifth neighbour.</param>
    /// <param name="synthetic">At least 4 images, of the same extractor.</param>
    /// <param name="progress">The share done, 0…1.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">Other extractors or lengths, or too few images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PrecisionRecall Measure(FeatureSet real, FeatureSet synthetic, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        FeatureSet.CheckSame(real, synthetic);
        if (real.Count <= DensityNeighbours || synthetic.Count <= Neighbours)
            throw new ArgumentException($"{real.Count} real and {synthetic.Count} synthetic images; at least {DensityNeighbours + 1} and {Neighbours + 1} are needed.");
        double m = real.Count, n = synthetic.Count;
        var run = new BlockRun(progress, m * m + n * n + m * n, cancellationToken);
        var (realBalls, syntheticBalls) = (Neighbourhoods.Measure(real, DensityNeighbours, run), Neighbourhoods.Measure(synthetic, Neighbours, run));

        // Threads may set the same flag, to the same value.
        bool[] precise = new bool[synthetic.Count], recalled = new bool[real.Count], covered = new bool[real.Count];
        var within = new long[real.Count];
        run.Each(real, (block, room) =>
        {
            var rows = BlockRun.Rows(real, block);
            for (var other = 0; other < BlockRun.Blocks(synthetic); other++)
            {
                var columns = BlockRun.Rows(synthetic, other);
                var (height, width) = (rows.Length / real.Length, columns.Length / real.Length);
                PairBlock.SquaredDistances(rows, columns, real.Length, room);
                for (var i = 0; i < height; i++)
                {
                    var r = block * PairBlock.Side + i;
                    var (near, far) = (realBalls[r][Neighbours - 1], realBalls[r][DensityNeighbours - 1]);
                    for (var j = 0; j < width; j++)
                    {
                        var (s, distance) = (other * PairBlock.Side + j, room[i * width + j]);
                        if (distance <= near)
                            precise[s] = true;
                        recalled[r] |= distance <= syntheticBalls[s][Neighbours - 1];
                        covered[r] |= distance <= far;
                        within[r] += distance < far ? 1 : 0;
                    }
                }
                run.Done(height * (long)width);
            }
        });
        return new PrecisionRecall(Share(precise), Share(recalled), within.Sum() / (DensityNeighbours * n), Share(covered));
    }

    private static double Share(bool[] flags) => (double)flags.Count(f => f) / flags.Length;
}
