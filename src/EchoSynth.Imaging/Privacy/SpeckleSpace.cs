using System.Numerics;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Privacy;

/// <summary>1 − the correlation of the speckle.</summary>
internal sealed class SpeckleSpace : ScoredSpace
{
    private const int Candidates = 8;

    /// <summary>Queries whose spectra are kept at a time: 64 KiB each.</summary>
    private const int Batch = 512;

    private readonly SpeckleImage[] _images;

    public SpeckleSpace(IReadOnlyList<EchoPair> pool, RowSet pixels, long maxPairs, int maxThreads, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
        : base(pixels, maxPairs, Candidates, maxThreads)
    {
        _images = new SpeckleImage[pool.Count];
        var clock = new ProgressClock("speckle: residuals", pool.Count, progress);
        Parallel.For(0, _images.Length, Parallelism(cancellationToken), i =>
        {
            _images[i] = new SpeckleImage(pool[i]);
            clock.Add(1);
        });
    }

    public override string Name => "speckle";

    public bool HasSpeckle(int image) => _images[image].Working.Exists;

    public SpeckleMatch Match(int image, int other) => SpeckleCorrelation.Match(_images[image], [_images[other]])[0];

    protected override double[] Distances(int image, int[] others) =>
        [.. SpeckleCorrelation.Match(_images[image], others.Select(i => _images[i]).ToArray()).Select(m => 1 - m.Correlation)];

    protected override void Score(int[] a, int[] b, float[] scores, ParallelOptions parallel, IProgress<PrivacyProgress>? progress)
    {
        const int cells = VectorFourier.Size * VectorFourier.Size;
        var lanes = SpecklePeaks.Lanes;
        var clock = new ProgressClock("speckle: all pairs", (a.Length + Batch - 1) / Batch * b.Length, progress);
        for (var start = 0; start < a.Length; start += Batch)
        {
            var (first, queries) = (start, new float[Math.Min(Batch, a.Length - start)][]);
            Parallel.For(0, queries.Length, parallel, i => queries[i] = SpecklePeaks.Query(_images[a[first + i]].Small));
            Parallel.For(0, (b.Length + lanes - 1) / lanes, parallel, () => (new Vector<float>[cells], new Vector<float>[cells]), (group, _, work) =>
            {
                var (from, count) = (group * lanes, Math.Min(lanes, b.Length - group * lanes));
                var (re, im) = SpecklePeaks.Spectra(SpeckleCorrelation.Small(b.AsSpan(from, count).ToArray().Select(i => _images[i]).ToArray()));
                for (var i = 0; i < queries.Length; i++)
                {
                    parallel.CancellationToken.ThrowIfCancellationRequested();
                    SpecklePeaks.Correlate(queries[i], re, im, work.Item1, work.Item2);
                    var best = SpecklePeaks.Largest(work.Item1, work.Item2);
                    for (var l = 0; l < count; l++)
                        scores[(first + i) * b.Length + from + l] = best[l];
                }
                clock.Add(count);
                return work;
            }, static _ => { });
        }
    }
}
