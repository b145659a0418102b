using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Sampling;
using EchoSynth.Validation;

namespace EchoSynth.Synthesis;

/// <summary>Makes synthetic data sets: images and masks in a layout that other programs read, manifest.jsonl, dataset.json and a card, README.md.</summary>
/// <remarks>
/// An image is a function of (weights, mask, seed, options): killing and restarting, or making the set in shards and joining them with <see cref="Merge"/>, gives the same bytes, on one kind of
/// processor with one number of threads in an operator, or on one kind of GPU with one micro-batch. Another number rounds otherwise; so threads and micro-batch are among the options, and sets that differ in them do not mix.
/// </remarks>
public static class SyntheticDataset
{
    /// <summary>Makes a set, or a shard of it; what the folder holds already of the same request is kept.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sources">The masks, the same for all shards.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What to make; the defaults when null.</param>
    /// <param name="progress">Told after each micro-batch.</param>
    /// <param name="cancellationToken">Stops between images; what was made is kept for the next time.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range, or not for this model; lists every error.</exception>
    /// <exception cref="ArgumentException">No masks, two of one id, one of a domain that the model does not know, or the layout needs what they lack.</exception>
    /// <exception cref="EchoFormatException">A mask's file is missing or damaged; or the folder holds another set.</exception>
    /// <exception cref="IOException">The folder cannot be written, holds something else, or another process makes this shard.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">The device's memory is not enough for the micro-batch that the set was begun with; before the first image it is halved until it is.</exception>
    public static SyntheticDatasetResult Write(
        EchoModel model, IReadOnlyList<SynthesisSource> sources, string folder, SyntheticDatasetOptions? options = null, IProgress<SyntheticDatasetProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new SyntheticDatasetOptions();
        OptionsGuard.Validate(options);
        if (sources.Count == 0)
            throw new ArgumentException("There are no masks to make images from.", nameof(sources));
        foreach (var source in sources)
        {
            if (model.Mask.DomainProblem(source.Item.Domain ?? options.Sampling.Domain) is { } problem)
                throw new ArgumentException($"Mask '{source.Item.Id}' {problem}", nameof(sources));
        }
        using var sampler = Sampler(model, options, folder, cancellationToken);
        var files = new SynthesisFiles(options.Layout, sources);
        var info = Describe(model, sources, options, sampler);
        Begin(folder, info, options.Shard);
        using var manifest = new SynthesisManifest(folder, options.Shard);
        var run = new SynthesisRun(sampler, manifest, files, folder, info, options.Grid, options.SkipDamaged);
        var result = run.Go(SynthesisJob.List(sources, info.Count, options.Seed, options.Shard), SynthesisJob.CountOf(info.Count, options.Shard), sampler.MicroBatch, progress, cancellationToken);
        if (options.Shard.IsWhole)
            SynthesisCompletion.Write(folder, info);
        return result;
    }

    /// <summary>The seed of an image: 31 bits that depend on the set's seed, the mask's id and the round alone; within one mask no two rounds share one.</summary>
    /// <param name="seed">The set's seed.</param>
    /// <param name="id">The mask's id.</param>
    /// <param name="round">How often the mask was taken before: 0 for its first image.</param>
    public static long SeedOf(long seed, string id, long round) => SynthesisJob.SeedOf(seed, id, round);

    /// <summary>Joins the shards of a set: checks that all are there, whole and unchanged, joins their manifests and writes what describes the set as a whole.</summary>
    /// <param name="folder">The folder into which all shards were made.</param>
    /// <param name="progress">Told the images checked.</param>
    /// <param name="cancellationToken">Stops the checking; nothing is changed then.</param>
    /// <returns>Images in the set.</returns>
    /// <exception cref="EchoFormatException">A shard or a file is missing or was changed; the message names it. Nothing is changed then.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static long Merge(string folder, IProgress<SyntheticDatasetProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return SynthesisMerge.Run(folder, SyntheticDatasetInfo.Read(folder), progress, cancellationToken);
    }

    /// <summary>A sampler whose micro-batch stays what dataset.json says; for a new set on a GPU it is first made to fit.</summary>
    private static Sampler Sampler(EchoModel model, SyntheticDatasetOptions options, string folder, CancellationToken cancellationToken)
    {
        if (model.Device.type == TorchSharp.DeviceType.CPU || File.Exists(Path.Combine(folder, SyntheticDatasetInfo.FileName)))
            return new Sampler(model, options.Sampling, null, null, mayHalve: false);
        using var probe = new Sampler(model, options.Sampling);
        probe.Probe(cancellationToken);
        return new Sampler(model, options.Sampling with { MicroBatch = probe.MicroBatch }, null, null, mayHalve: false);
    }

    private static SyntheticDatasetInfo Describe(EchoModel model, IReadOnlyList<SynthesisSource> sources, SyntheticDatasetOptions options, Sampler sampler)
    {
        var sampling = options.Sampling;
        var used = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["batch"] = Json(sampler.MicroBatch),
            ["clearOutsideSector"] = Json(sampling.ClearOutsideSector),
            ["device"] = Json(model.Device.type.ToString().ToLowerInvariant()),
            ["eta"] = Json(sampling.Eta),
            ["grid"] = Json(options.Grid.ToString().ToLowerInvariant()),
            ["method"] = Json(sampler.Method.ToString().ToLowerInvariant()),
            ["size"] = Json(model.ImageSize),
            ["steps"] = Json(sampling.SamplingSteps ?? model.Schedule.Steps),
            ["strength"] = Json(options.Strength),
        };
        // Another number of threads rounds differently: one pixel in some ten thousand by one grey level.
        if (model.Device.type == TorchSharp.DeviceType.CPU)
            used["threads"] = Json(TorchSharp.torch.get_num_threads());
        if (sampling.Precision != Tensors.Precision.Full)
            used["precision"] = Json("bf16");
        if (sampling.Domain is { } domain)
            used["domain"] = Json(domain);
        foreach (var (key, value) in options.Facts)
        {
            if (!used.TryAdd(key, Json(value)))
                throw new ArgumentException($"Facts has '{key}', which is the name of an option; choose another.", nameof(options));
        }
        return new SyntheticDatasetInfo
        {
            Name = options.Name,
            Generator = $"EchoSynth {typeof(SyntheticDataset).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}",
            Count = options.Count ?? sources.Count,
            Seed = options.Seed,
            Layout = options.Layout,
            Masks = sources.Count,
            Patients = sources.Select(s => s.Item.PatientId).Distinct(StringComparer.Ordinal).Count(),
            MasksHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(sources.Select(s => $"{s.Item.Id}\n{s.Path}\n"))))),
            Options = used,
            Model = new SyntheticDatasetInfo.ModelFacts(
                model.WeightsHash(), model.Denoiser.Kind, model.ImageSize, model.Mask.Labels, model.Framing,
                new SortedDictionary<string, string>(model.Provenance.ToDictionary(), StringComparer.Ordinal)),
        };
    }

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);

    /// <summary>Writes dataset.json. A folder that holds another set is refused, but for one that only grows.</summary>
    private static void Begin(string folder, SyntheticDatasetInfo info, Shard shard)
    {
        var path = Path.Combine(folder, SyntheticDatasetInfo.FileName);
        // Another shard may be writing the first file in this moment; hidden files are nobody's data.
        if (!File.Exists(path) && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(e => Path.GetFileName(e) is var name && name[0] != '.' && !name.StartsWith(SyntheticDatasetInfo.FileName, StringComparison.Ordinal)) is { } foreign && !File.Exists(path))
            throw new IOException($"{folder}: is not empty and holds no synthetic data set ('{Path.GetFileName(foreign)}'). Name a new or an empty folder: what is there would be written over.");
        if (File.Exists(path))
        {
            var before = SyntheticDatasetInfo.Read(folder);
            var grows = shard.IsWhole && before.Count < info.Count && !Directory.EnumerateFiles(folder, "*manifest-*-of-*").Any();
            if (before.Differences(grows ? info with { Count = before.Count } : info) is { Length: > 0 } differences)
                throw new EchoFormatException(path, null, $"this folder holds another synthetic data set: {differences}. Take another folder, or empty this one.");
            if (!File.Exists(SynthesisManifest.PathOf(folder, Shard.Whole)) && SynthesisManifest.Finished(folder).FirstOrDefault(s => s.Count != shard.Count) is { } other)
                throw new EchoFormatException(folder, "manifest", $"shard {other} is finished here, and {(shard.IsWhole ? "the whole" : $"shard {shard}")} would be made over its images. Go on with shards of {other.Count}, or take another folder.");
            if (!grows)
                return;
        }
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(info.ToJson()));
    }
}
