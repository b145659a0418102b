using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>One heart in one view, to fit a model to.</summary>
/// <param name="Id">The patient, or the frame of a data set of single frames.</param>
/// <param name="EndDiastole">Its mask at end-diastole; where only single frames are known, that frame.</param>
/// <param name="EndSystole">Its mask at end-systole; null where only single frames are known.</param>
public sealed record ShapeHeart(string Id, AnatomyMask EndDiastole, AnatomyMask? EndSystole = null)
{
    /// <summary>The hearts of a data set in one view: end-diastole and end-systole of a patient joined, or, where fewer than 10 patients have both, each frame by itself.</summary>
    /// <param name="dataset">The data set; its masks are read, two a processor at a time are in memory beside those kept.</param>
    /// <param name="view">The view.</param>
    /// <param name="items">The items to look among; all of the data set when null.</param>
    /// <param name="progress">Told after each heart: hearts read; from several threads.</param>
    /// <param name="cancellationToken">Stops between hearts.</param>
    /// <exception cref="EchoFormatException">A file is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<ShapeHeart> Of(IEchoDataset dataset, EchoView view, IReadOnlyList<EchoItem>? items = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var frames = (items ?? dataset.Items).Where(i => i.View == view).ToArray();
        var pairs = frames.GroupBy(i => i.PatientId)
            .Select(g => (g.Key, First: g.FirstOrDefault(i => i.Phase == CardiacPhase.EndDiastole), Second: g.FirstOrDefault(i => i.Phase == CardiacPhase.EndSystole)))
            .Where(p => p is { First: not null, Second: not null }).ToArray();
        var jobs = pairs.Length >= ShapeModelOptions.LeastHearts ? [.. pairs.Select(p => (p.Key, p.First!, p.Second))] : frames.Select(i => (Key: i.Id, First: i, Second: (EchoItem?)null)).ToArray();
        var (hearts, tally) = (new ShapeHeart[jobs.Length], new Tally(done => progress?.Report(done)));
        Parallel.For(0, jobs.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var (id, first, second) = jobs[i];
            hearts[i] = new ShapeHeart(id, dataset.Load(first).Mask, second is null ? null : dataset.Load(second).Mask);
            tally.Add();
        });
        return hearts;
    }
}
