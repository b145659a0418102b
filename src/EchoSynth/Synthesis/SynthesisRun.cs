using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;

namespace EchoSynth.Synthesis;

/// <summary>Makes the images of one set or shard.</summary>
internal sealed class SynthesisRun(Sampler sampler, SynthesisManifest manifest, SynthesisFiles files, string folder, SyntheticDatasetInfo info, double strength, SynthesisGrid grid)
{
    public SyntheticDatasetResult Go(IReadOnlyList<SynthesisJob> jobs, int batch, IProgress<SyntheticDatasetProgress>? progress, CancellationToken cancellation)
    {
        var missing = new List<SynthesisJob>();
        foreach (var job in jobs)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!manifest.Has(Entry(job)))
                missing.Add(job);
        }
        long kept = jobs.Count - missing.Count, done = 0, made = 0;
        var start = TimeProvider.System.GetTimestamp();
        foreach (var part in missing.Chunk(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            made += Make(part, cancellation);
            done += part.Length;
            var rate = done / Math.Max(1e-9, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            progress?.Report(new SyntheticDatasetProgress(kept + done, jobs.Count, rate, TimeSpan.FromSeconds((missing.Count - done) / rate)));
        }
        manifest.Finish(jobs.Select(j => j.Index));
        return new SyntheticDatasetResult(made, kept, [.. jobs.Select(j => manifest.SkippedReason(j.Index)).OfType<string>()]);
    }

    private int Make(SynthesisJob[] jobs, CancellationToken cancellation)
    {
        var ready = new List<(SynthesisJob Job, SynthesisInput Input)>();
        foreach (var job in jobs)
        {
            try
            {
                var input = job.Source.Load();
                if (grid == SynthesisGrid.Source && input.Geometry is null)
                    throw new ArgumentException($"{job.Source.Path}: a mask without its recording has no other grid than the model's; write on that one.");
                ready.Add((job, input));
            }
            catch (InvalidOperationException e)
            {
                manifest.Note(Entry(job) with { File = null, Mask = null, Skipped = e.Message });
            }
        }
        if (ready.Count == 0)
            return 0;
        var images = sampler.Generate([.. ready.Select(r => new SampleRequest(r.Input.Mask, r.Job.Seed, r.Job.Source.Item.Id) { Source = r.Input.Image, Strength = r.Input.Image is null ? 1 : strength })], cancellationToken: cancellation);
        for (var i = 0; i < ready.Count; i++)
        {
            var ((job, input), made) = (ready[i], images[i]);
            if (grid == SynthesisGrid.Source)
                files.Write(folder, job, input.Geometry!.Restore(made.Image), input.Geometry.Restore(made.Mask));
            else
                files.Write(folder, job, made.Image, made.Mask);
            var entry = Entry(job);
            manifest.Note(entry with { Geometry = input.Geometry?.ToString(), Sha256 = SynthesisManifest.Hash(folder, entry.File!), MaskSha256 = SynthesisManifest.Hash(folder, entry.Mask!) });
        }
        return ready.Count;
    }

    private SynthesisEntry Entry(SynthesisJob job) => new()
    {
        Index = job.Index,
        File = files.Image(job),
        Mask = files.Mask(job),
        Source = job.Source.Path,
        Id = job.Source.Item.Id,
        Patient = files.Patient(job),
        View = Name(job.Source.Item.View),
        Phase = Name(job.Source.Item.Phase),
        Split = job.Source.Item.Split.ToString().ToLowerInvariant(),
        Seed = job.Seed,
        Model = info.Model.Hash,
        Options = info.Options,
    };

    private static string Name(EchoView view) => view switch
    {
        EchoView.TwoChamber => "2CH",
        EchoView.FourChamber => "4CH",
        EchoView.ParasternalShortAxis => "PSAX",
        _ => "unknown",
    };

    private static string Name(CardiacPhase phase) => phase switch
    {
        CardiacPhase.EndDiastole => "ED",
        CardiacPhase.EndSystole => "ES",
        _ => "unknown",
    };
}
