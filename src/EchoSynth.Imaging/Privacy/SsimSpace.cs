using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>1 − SSIM of the frame: all pairs at no more than 64 × 64 pixels, the best at full size.</summary>
internal sealed class SsimSpace : ScoredSpace
{
    private const int Candidates = 1;
    private readonly IReadOnlyList<EchoPair> _pool;
    private readonly SsimImage[] _images;

    public SsimSpace(IReadOnlyList<EchoPair> pool, RowSet pixels, long maxPairs, int maxThreads, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
        : base(pixels, maxPairs, Candidates, maxThreads)
    {
        (_pool, _images) = (pool, new SsimImage[pool.Count]);
        var clock = new ProgressClock("ssim: local means", pool.Count, progress);
        Parallel.For(0, _images.Length, Parallelism(cancellationToken), i =>
        {
            _images[i] = new SsimImage(pool[i].Image);
            clock.Add(1);
        });
    }

    public override string Name => "ssim";

    protected override double[] Distances(int image, int[] others) => [.. others.Select(i => Math.Max(0, 1 - StructuralSimilarity.Mean(_pool[image].Image, _pool[i].Image)))];

    protected override void Score(int[] a, int[] b, float[] scores, ParallelOptions parallel, IProgress<PrivacyProgress>? progress)
    {
        var clock = new ProgressClock("ssim: all pairs", a.Length, progress);
        Parallel.For(0, a.Length, parallel, () => new float[_images[0].Scratch], (i, _, scratch) =>
        {
            for (var j = 0; j < b.Length; j++)
            {
                if (j % 256 == 0)
                    parallel.CancellationToken.ThrowIfCancellationRequested();
                scores[i * b.Length + j] = _images[a[i]].Compare(_images[b[j]], scratch);
            }
            clock.Add(1);
            return scratch;
        }, static _ => { });
    }
}
