using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Decides which images are copies of which: the same pixels, or the nearest by speckle or SSIM beyond a threshold. A constant image is no copy: it shows nobody.</summary>
internal sealed class CopyFinder(AuditSets sets, SpeckleSpace speckle, PrivacyAuditOptions options)
{
    private readonly bool[] _constant = [.. sets.Pool.Select(p => !p.Image.Pixels.ContainsAnyExcept(p.Image.Pixels[0]))];

    private readonly (double Other, double Same) _threshold = Thresholds(sets, options);

    public int Constant(int[] images) => images.Count(i => _constant[i]);

    /// <param name="images">Pool indices.</param>
    /// <param name="others">Pool indices; the same array for copies within a set.</param>
    /// <param name="bySpeckle">Each image's nearest among the others.</param>
    /// <param name="bySsim">Likewise.</param>
    /// <returns>At most one pair for each image, the surest; a pair of images that are each other's copy once.</returns>
    public List<DuplicatePair> Find(int[] images, int[] others, Func<int, Neighbour> bySpeckle, Func<int, Neighbour> bySsim)
    {
        var theImages = images.Select(i => sets.Pool[i].Image).ToArray();
        var same = ReferenceEquals(images, others) ? Duplicates.Exact(theImages, theImages) : Duplicates.Exact(theImages, [.. others.Select(i => sets.Pool[i].Image)]);
        var (pairs, seen) = (new List<DuplicatePair>(), new HashSet<(int, int)>());
        for (var k = 0; k < images.Length; k++)
        {
            var image = images[k];
            if (_constant[image])
                continue;
            var other = same[k] >= 0 ? others[same[k]]
                : bySpeckle(image) is { Index: >= 0 } close && 1 - close.Distance >= (sets.SameMask(image, close.Index) ? _threshold.Same : _threshold.Other) ? close.Index
                : bySsim(image) is { Index: >= 0 } alike && 1 - alike.Distance >= options.SsimThreshold && !_constant[alike.Index] ? alike.Index : -1;
            if (other < 0 || !seen.Add((Math.Min(image, other), Math.Max(image, other))))
                continue;
            pairs.Add(new DuplicatePair(sets.Id(image), sets.Id(other), same[k] >= 0, sets.SameMask(image, other), StructuralSimilarity.Mean(sets.Pool[image].Image, sets.Pool[other].Image), speckle.Match(image, other)));
        }
        return pairs;
    }

    public static (double Other, double Same) Thresholds(AuditSets sets, PrivacyAuditOptions options)
    {
        var (width, height) = (sets.Pool[0].Image.Width, sets.Pool[0].Image.Height);
        return (options.SpeckleThreshold ?? SpeckleCorrelation.Threshold(width, height, false), options.SpeckleThreshold ?? SpeckleCorrelation.Threshold(width, height, true));
    }
}
