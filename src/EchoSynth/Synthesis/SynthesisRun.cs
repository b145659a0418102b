using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;

namespace EchoSynth.Synthesis;

/// <summary>Makes the images of one set or shard; while the network draws a micro-batch, the one before is written.</summary>
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
        var writer = new SynthesisWriter(manifest, files, folder, grid);
        try
        {
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
            Join();
        }
        catch
        {
            // Nothing is being written when the run is over; and if that fails, too, it is the earlier error.
            writer.Join();
            throw;
        }
        manifest.Finish(jobs.Select(j => j.Index));
        return new SyntheticDatasetResult(_made, _kept, _skipped);

        void Make()
        {
            if (_waiting.Count == 0)
                return;
            var drawn = Draw(cancellation);
            _waiting.Clear();
            // What is reported is on disk, and nothing is being written meanwhile: a caller that stops there finds just that.
            Join();
            cancellation.ThrowIfCancellationRequested();
            writer.Begin(drawn);
        }

        void Join()
        {
            if (writer.Join() is not { } written)
                return;
            foreach (var entry in written)
            {
                if (entry.Skipped is null)
                    _made++;
                else
                    _skipped.Add(SynthesisManifest.Reason(entry));
            }
            _done += written.Length;
            var rate = _made / Math.Max(1e-9, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            progress?.Report(new SyntheticDatasetProgress(_done, total, rate, TimeSpan.FromSeconds(rate > 0 ? (total - _done) / rate : 0)));
        }
    }

    private bool IsDone(SynthesisJob job)
    {
        var wanted = Entry(job);
        if (!manifest.MayHave(wanted))
        {
            Refuse(job, manifest.Difference(wanted, null));
            return false;
        }
        // A mask may have been exchanged under the same name.
        if (!_inputs.TryGetValue(job.Source, out var input))
            _inputs.Add(job.Source, input = Load(job.Source, out _)?.Hash());
        if (manifest.Has(wanted, input))
            return true;
        Refuse(job, manifest.Difference(wanted, input));
        return false;
    }

    /// <summary>Shards are parts of one set, and a set that was joined is finished: neither is made over by what differs from it.</summary>
    private void Refuse(SynthesisJob job, string? difference)
    {
        if (difference is not null)
            throw new EchoFormatException(folder, "manifest", $"image number {job.Index} ('{job.Source.Item.Id}') of this shard was made from something else: {difference}. Bring that back, or take another folder.");
        if (manifest.IsJoined)
            throw new EchoFormatException(folder, "manifest", $"the shards of this set were joined, and image number {job.Index} ({files.Image(job)}) is missing or not as it was made; the same command without a shard makes it anew.");
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

    private List<SynthesisPiece> Draw(CancellationToken cancellation)
    {
        var pieces = new List<SynthesisPiece>();
        foreach (var job in _waiting)
        {
            pieces.Add(Load(job.Source, out var problem) is { } input
                ? new SynthesisPiece(job, Entry(job), input)
                : new SynthesisPiece(job, Entry(job) with { File = null, Mask = null, Skipped = problem }, null));
        }
        var ready = pieces.Where(p => p.Input is not null).ToArray();
        if (ready.Length == 0)
            return pieces;
        var images = sampler.Generate([.. ready.Select(p => new SampleRequest(p.Input!.Mask, p.Job.Seed, p.Job.Source.Item.Id) { Source = p.Input.Image, Strength = info.Strength, Domain = p.Entry.Domain })], cancellationToken: cancellation);
        for (var i = 0; i < ready.Length; i++)
            ready[i].Made = images[i];
        return pieces;
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
        Domain = job.Source.Item.Domain,
        Model = info.Model.Hash,
        Options = info.Options,
    };
}
