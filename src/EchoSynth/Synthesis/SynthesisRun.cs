using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;

namespace EchoSynth.Synthesis;

/// <summary>Makes the images of one set or shard.</summary>
internal sealed class SynthesisRun(Sampler sampler, SynthesisManifest manifest, SynthesisFiles files, string folder, SyntheticDatasetInfo info, SynthesisGrid grid, bool skipDamaged)
{
    private const string Unknown = "unknown";
    private readonly Dictionary<SynthesisSource, string?> _inputs = [];
    private readonly List<SynthesisJob> _waiting = [];
    private readonly List<string> _skipped = [];
    private long _done;
    private long _made;
    private long _kept;

    /// <param name="jobs">In order; read as they are needed.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="batch">Images that go through the network together.</param>
    /// <param name="progress">Told after each micro-batch.</param>
    /// <param name="cancellation">Stops between images.</param>
    public SyntheticDatasetResult Go(IEnumerable<SynthesisJob> jobs, long total, int batch, IProgress<SyntheticDatasetProgress>? progress, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        foreach (var job in jobs)
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsDone(job))
            {
                _done++;
                if (manifest.SkippedReason(job.Index) is { } reason)
                    _skipped.Add(reason);
                else
                    _kept++;
                continue;
            }
            _waiting.Add(job);
            if (_waiting.Count == batch)
                Make();
        }
        Make();
        manifest.Finish(jobs.Select(j => j.Index));
        return new SyntheticDatasetResult(_made, _kept, _skipped);

        void Make()
        {
            if (_waiting.Count == 0)
                return;
            Draw(cancellation);
            _done += _waiting.Count;
            _waiting.Clear();
            var rate = _made / Math.Max(1e-9, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            progress?.Report(new SyntheticDatasetProgress(_done, total, rate, TimeSpan.FromSeconds(rate > 0 ? (total - _done) / rate : 0)));
        }
    }

    private bool IsDone(SynthesisJob job)
    {
        var wanted = Entry(job);
        if (!manifest.MayHave(wanted))
            return false;
        // A mask may have been exchanged under the same name.
        if (!_inputs.TryGetValue(job.Source, out var input))
            _inputs.Add(job.Source, input = Load(job.Source, out _)?.Hash());
        return manifest.Has(wanted, input);
    }

    private SynthesisInput? Load(SynthesisSource source, out string? problem)
    {
        problem = null;
        try
        {
            var input = source.Load();
            if (info.Strength < 1 && input.Image is null)
                throw new ArgumentException($"{source.Path}: there is no recording to be guided by, so strength must be 1.");
            if (grid == SynthesisGrid.Source && input.Geometry is null)
                throw new ArgumentException($"{source.Path}: a mask without its recording has no other grid than the model's; write on that one.");
            return info.Strength < 1 ? input : input with { Image = null };
        }
        catch (Exception e) when (e is AnatomyCompletionException || (skipDamaged && e is EchoFormatException))
        {
            problem = e.Message;
            return null;
        }
    }

    private void Draw(CancellationToken cancellation)
    {
        var ready = new List<(SynthesisJob Job, SynthesisInput Input)>();
        foreach (var job in _waiting)
        {
            if (Load(job.Source, out var problem) is { } input)
            {
                ready.Add((job, input));
                continue;
            }
            manifest.Note(Entry(job) with { File = null, Mask = null, Skipped = problem });
            _skipped.Add(manifest.SkippedReason(job.Index)!);
        }
        if (ready.Count == 0)
            return;
        var images = sampler.Generate([.. ready.Select(r => new SampleRequest(r.Input.Mask, r.Job.Seed, r.Job.Source.Item.Id) { Source = r.Input.Image, Strength = info.Strength })], cancellationToken: cancellation);
        for (var i = 0; i < ready.Count; i++)
        {
            var ((job, input), made) = (ready[i], images[i]);
            if (grid == SynthesisGrid.Source)
                files.Write(folder, job, input.Geometry!.Restore(made.Image), input.Geometry.Restore(made.Mask));
            else
                files.Write(folder, job, made.Image, made.Mask);
            var entry = Entry(job);
            manifest.Note(entry with { Geometry = input.Geometry, InputSha256 = input.Hash(), Sha256 = SynthesisManifest.Hash(folder, entry.File!), MaskSha256 = SynthesisManifest.Hash(folder, entry.Mask!) });
            _made++;
        }
    }

    private SynthesisEntry Entry(SynthesisJob job) => new()
    {
        Index = job.Index,
        File = files.Image(job),
        Mask = files.Mask(job),
        Source = job.Source.Path,
        Id = job.Source.Item.Id,
        Patient = files.Patient(job),
        View = job.Source.Item.View.ShortName() ?? Unknown,
        Phase = job.Source.Item.Phase.ShortName() ?? Unknown,
        Split = job.Source.Item.Split.ToString().ToLowerInvariant(),
        Seed = job.Seed,
        Model = info.Model.Hash,
        Options = info.Options,
    };
}
