namespace EchoSynth.Imaging.Metrics;

/// <summary>How much images of one mask and several seeds differ, beside how much references do: add masks one by one, then ask for the <see cref="Report"/>.</summary>
/// <remarks>
/// Spreads are those of <see cref="SeedSpread"/>, fine (pixels) and coarse (means of 4 × 4). The reference is what nature would give for the mask: redraws of a phantom,
/// or real images with similar masks (<see cref="MaskNeighbours"/>), which differ in their anatomy too and so set an upper bound. The deviation of n images is expected to
/// be √(2/n) Γ(n/2) / Γ((n−1)/2) times the true one (of normal values): 0.56 for 2, 0.80 for 4. Spreads are given as measured, ratios with both brought to the true one,
/// so that numbers of seeds and of references may differ. Not safe for concurrent calls.
/// </remarks>
public sealed class ConditionalDiversity
{
    private readonly List<double> _fine = [], _coarse = [], _referenceFine = [], _referenceCoarse = [], _fineRatio = [], _coarseRatio = [];

    /// <summary>Adds the images of one mask.</summary>
    /// <param name="imagesOfOneMask">At least two, of one size: one for each seed.</param>
    /// <param name="sector">Row-major [Height × Width]: where to measure.</param>
    /// <param name="reference">Null or none where there is no reference; else at least two images of the same size.</param>
    /// <exception cref="ArgumentException">One image alone, different sizes, or nothing in the sector. Nothing is added then.</exception>
    public void Add(IReadOnlyList<EchoImage> imagesOfOneMask, ReadOnlySpan<bool> sector, IReadOnlyList<EchoImage>? reference = null)
    {
        var (fine, coarse) = (SeedSpread.Measure(imagesOfOneMask, sector), SeedSpread.MeasureCoarse(imagesOfOneMask, sector));
        if (reference is { Count: > 0 })
        {
            foreach (var image in reference)
                MetricInput.CheckSameSize(imagesOfOneMask[0], image);
            var (referenceFine, referenceCoarse) = (SeedSpread.Measure(reference, sector), SeedSpread.MeasureCoarse(reference, sector));
            var correction = ExpectedShare(reference.Count) / ExpectedShare(imagesOfOneMask.Count);
            _referenceFine.Add(referenceFine);
            _referenceCoarse.Add(referenceCoarse);
            AddRatio(_fineRatio, correction * fine, referenceFine);
            AddRatio(_coarseRatio, correction * coarse, referenceCoarse);
        }
        _fine.Add(fine);
        _coarse.Add(coarse);
    }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public ConditionalDiversityReport Report() => _fine.Count == 0
        ? throw new InvalidOperationException("No masks were added.")
        : new ConditionalDiversityReport(
            MeanDeviation.Of(_fine), MeanDeviation.Of(_coarse), MeanDeviation.Of(_referenceFine), MeanDeviation.Of(_referenceCoarse),
            MeanDeviation.Of(_fineRatio), MeanDeviation.Of(_coarseRatio), _fine.Count);

    /// <summary>What the population's deviation of n normal values is expected to be, in true ones: Γ(n/2) / Γ((n−1)/2) by its recurrence, √(2/n) times it.</summary>
    internal static double ExpectedShare(int count)
    {
        // g(n) = Γ(n/2) / Γ((n−1)/2): g(2) = 1/√π, g(n+1) = (n−1) / (2 g(n)).
        var ratio = 1 / Math.Sqrt(Math.PI);
        for (var n = 2; n < count; n++)
            ratio = (n - 1) / (2 * ratio);
        return Math.Sqrt(2.0 / count) * ratio;
    }

    private static void AddRatio(List<double> ratios, double spread, double reference)
    {
        if (reference > 0)
            ratios.Add(spread / reference);
    }
}
