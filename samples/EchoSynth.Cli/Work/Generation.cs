using EchoSynth.Checkpoints;
using EchoSynth.Cli.Terminal;
using EchoSynth.Denoisers;
using EchoSynth.Imaging;
using EchoSynth.Sampling;

namespace EchoSynth.Cli.Work;

/// <summary>Draws images into a folder that reads as a data set again.</summary>
internal static class Generation
{
    /// <summary>Images that go through the network together: on a GPU what was asked for, or 16; on a CPU always one, so that no image depends on it.</summary>
    public static int Batch(EchoModel model, int? asked = null) => model.Device.type == TorchSharp.DeviceType.CUDA ? asked ?? 16 : 1;

    private static SamplingMethod DefaultMethod(EchoModel model) => model.Denoiser.Output == DenoiserOutput.Noise ? SamplingMethod.Ddpm : SamplingMethod.Posterior;

    /// <returns>How many images were made, and how many were there already.</returns>
    public static (int Made, int Kept) Run(EchoModel model, IReadOnlyList<ImageJob> jobs, string folder, Shard shard, SamplerOptions options, CancellationToken cancellation)
    {
        using var sampler = new Sampler(model, options);
        Writable.Folder(folder);
        Directory.CreateDirectory(folder);
        var batch = options.MicroBatch;
        using var manifest = new Manifest(folder, shard.Suffix, model.WeightsHash(), new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["batch"] = batch,
            ["clearOutsideSector"] = options.ClearOutsideSector,
            ["device"] = model.Device.type.ToString().ToLowerInvariant(),
            ["eta"] = options.Eta,
            ["method"] = (options.Method ?? DefaultMethod(model)).ToString().ToLowerInvariant(),
            ["size"] = model.ImageSize,
            ["steps"] = options.SamplingSteps ?? model.Schedule.Steps,
        });
        var missing = jobs.Where(j => !manifest.Has(j)).ToArray();
        var kept = jobs.Count - missing.Length;
        var clock = TimeProvider.System.GetTimestamp();
        Stages.Run("generating", "images", stage =>
        {
            var done = 0;
            foreach (var part in missing.Chunk(batch))
            {
                cancellation.ThrowIfCancellationRequested();
                var images = sampler.Generate([.. part.Select(j => new SampleRequest(j.Mask.Load(), j.Seed, j.Mask.Id))], cancellationToken: cancellation);
                for (var i = 0; i < part.Length; i++)
                {
                    PngCodec.WriteMask(Path.Combine(folder, part[i].MaskFile), images[i].Mask);
                    PngCodec.Write(Path.Combine(folder, part[i].ImageFile), images[i].Image);
                    manifest.Note(part[i]);
                }
                done += part.Length;
                var rate = done / Math.Max(1e-9, TimeProvider.System.GetElapsedTime(clock).TotalSeconds);
                stage.Report(kept + done, jobs.Count, Texts.RateAndRest(rate, TimeSpan.FromSeconds((missing.Length - done) / rate)));
            }
        });
        manifest.Finish(jobs);
        return (missing.Length, kept);
    }
}
