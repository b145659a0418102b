using System.Globalization;
using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Discriminators;
using EchoSynth.Imaging;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>What changes while training: weights, averages, optimisers, the step. All of it goes into a checkpoint; noise and data order need no state.</summary>
internal sealed class TrainerState : IDisposable
{
    private const string Folder = "training";
    private readonly EchoModel _model;
    private readonly IDiscriminator? _discriminator;
    private readonly TrainerOptions _options;
    private string? _ownFolder;

    /// <param name="model">The model, on its device.</param>
    /// <param name="discriminator">Null for a training that has none.</param>
    /// <param name="options">Rates and β.</param>
    public TrainerState(EchoModel model, IDiscriminator? discriminator, TrainerOptions options)
    {
        (_model, _discriminator, _options) = (model, discriminator, options);
        Denoiser = new TrainedNetwork("denoiser", model.Denoiser.Module, options.DenoiserRate, options);
        Discriminator = discriminator is null ? null : new TrainedNetwork("discriminator", discriminator.Module, options.DiscriminatorRate, options);
        Average = new WeightAverage(model.Denoiser.Module, options.AverageDecay);
    }

    public TrainedNetwork Denoiser { get; }

    public TrainedNetwork? Discriminator { get; }

    public WeightAverage Average { get; }

    public long Step { get; set; }

    public string? DataFingerprint { get; set; }

    public TrainingMarks Marks { get; set; } = new();

    public void SetRates()
    {
        Denoiser.SetRate(Marks.RateFactor * Rates.At(_options, Denoiser.FirstRate, Step));
        Discriminator?.SetRate(Marks.RateFactor * Rates.At(_options, Discriminator.FirstRate, Step));
    }

    /// <summary>Every tensor that a step changes, itself and not a copy.</summary>
    public IEnumerable<(string Name, Tensor Value)> Live() =>
    [
        .. Denoiser.Live(),
        .. Discriminator?.Live() ?? [],
        .. Average.Values.Select(a => ($"average.{a.Key}", a.Value)),
    ];

    /// <summary>Whether all of them are free of NaN and infinities: a finite loss does not show what the update after it did.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var sums = Live().Where(l => is_floating_point(l.Value)).Select(l => l.Value.sum().to(float32)).ToArray();
        return float.IsFinite(stack(sums).sum().cpu().item<float>());
    }

    /// <exception cref="IOException">Nothing can be written there: better known before hours of training than after.</exception>
    /// <exception cref="ArgumentException">The folder holds the checkpoints of another training, which this one would mix with its own.</exception>
    public void CheckFolder(string folder)
    {
        var checkpoints = Path.Combine(folder, Folder);
        if (!Owns(folder) && CheckpointFolders.Any(checkpoints))
            throw new ArgumentException($"{folder} holds checkpoints of a training. Call Resume to go on with it, or train into another folder.", nameof(folder));
        var probe = Path.Combine(folder, ".write-probe");
        AtomicFile.Write(probe, stream => stream.WriteByte(0));
        File.Delete(probe);
        CheckpointFolders.Tidy(checkpoints, finish: Owns(folder));
        AtomicFile.RemoveLeftovers(folder);
        AtomicFile.RemoveLeftovers(Path.Combine(folder, "best"));
    }

    /// <summary>What ranks that train together must have in common, by name.</summary>
    public IReadOnlyDictionary<string, string> Facts()
    {
        var facts = new Dictionary<string, string>
        {
            ["the step"] = Step.ToString(CultureInfo.InvariantCulture),
            ["the data's fingerprint"] = DataFingerprint ?? "none",
            ["the discriminator"] = _discriminator is null ? "none" : $"{_discriminator.Kind} {DiscriminatorOptions()}",
        };
        foreach (var option in JsonSerializer.SerializeToElement(_options, ConfigJson.Options).EnumerateObject())
            facts[option.Name] = option.Value.GetRawText();
        foreach (var part in ModelIdentity().EnumerateObject())
            facts[$"the model's {part.Name}"] = part.Value.GetRawText();
        return facts;
    }

    /// <summary>Whether the training was resumed from this folder, or saved to it.</summary>
    public bool Owns(string folder) => _ownFolder == Path.GetFullPath(folder);

    /// <summary>Writes training/step-N beside, renames it into place, and removes the oldest.</summary>
    /// <exception cref="IOException">It cannot be written; the checkpoints before it are untouched, and nothing of this one is left.</exception>
    public void Save(string modelFolder)
    {
        var folder = Path.Combine(modelFolder, Folder);
        var unfinished = Path.Combine(folder, CheckpointFolders.UnfinishedName(Step));
        if (!Owns(modelFolder) && CheckpointFolders.Any(folder))
            throw new ArgumentException($"{modelFolder} holds checkpoints of another training; save into another folder.", nameof(modelFolder));
        try
        {
            CheckpointFolders.Tidy(folder, finish: true);
            WriteOrRemove(unfinished);
            CheckpointFolders.Finish(unfinished);
            if (Owns(modelFolder))
                CheckpointFolders.RemoveLater(folder, Step);
            CheckpointFolders.RemoveOldest(folder, _options.CheckpointsKept);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{folder}: cannot be written: {e.Message} Check that the folder is writable.", e);
        }
        _ownFolder = Path.GetFullPath(modelFolder);
    }

    private void WriteOrRemove(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Write(folder);
        }
        catch (Exception)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The first error is the one to report; the next start removes what is left.
            }
            throw;
        }
    }

    private void Write(string folder)
    {
        SafeTensors.Save(Path.Combine(folder, "average.safetensors"), Average.Values);
        var (denoiserSteps, discriminatorSteps) = (Denoiser.Save(folder), Discriminator?.Save(folder) ?? []);
        ConfigJson.Write(Path.Combine(folder, "state.json"), new SavedState
        {
            Step = Step,
            DenoiserOptimizerSteps = denoiserSteps,
            DiscriminatorOptimizerSteps = discriminatorSteps,
            Options = _options,
            Marks = Marks,
            Provenance = _model.Provenance,
            Model = ModelIdentity(),
            Data = DataFingerprint,
            DiscriminatorKind = _discriminator?.Kind,
            Discriminator = DiscriminatorOptions(),
            Checksums = CheckpointFolders.Checksums(folder),
        });
        CheckpointFolders.Seal(folder);
    }

    /// <summary>The newest whole checkpoint of a model folder.</summary>
    public static (string Folder, SavedState State)? Newest(string modelFolder, ILogger logger) => CheckpointFolders.Newest(Path.Combine(modelFolder, Folder), logger);

    public bool Load(string modelFolder, ILogger logger)
    {
        if (Newest(modelFolder, logger) is not { } found)
            return false;
        var (folder, saved) = found;
        var statePath = Path.Combine(folder, "state.json");
        if (Differences(Trajectory(saved.Options), Trajectory(_options)) is { Length: > 0 } differences)
            throw new ModelFormatException(statePath, $"was made with other options: {differences}. Resume with the same ones, or begin anew in another folder.");
        if (saved.DiscriminatorKind != _discriminator?.Kind)
            throw new ModelFormatException(statePath, $"was made with {Named(saved.DiscriminatorKind)}, not with {Named(_discriminator?.Kind)}.");
        if (DiscriminatorOptions() is { } options && !(saved.Discriminator is { } before && JsonElement.DeepEquals(before, options)))
            throw new ModelFormatException(statePath, $"was made with a discriminator of other options: {JsonSerializer.Serialize(saved.Discriminator)}; asked for now: {JsonSerializer.Serialize(options)}.");
        if (saved.Model is { } model && Differences(model, ModelIdentity()) is { Length: > 0 } other)
            throw new ModelFormatException(statePath, $"was made with another model: {other}. Resume with the same one, or begin anew in another folder.");
        Denoiser.Load(folder, saved.DenoiserOptimizerSteps);
        Discriminator?.Load(folder, saved.DiscriminatorOptimizerSteps);
        var averagePath = Path.Combine(folder, "average.safetensors");
        var average = SafeTensors.LoadPart(averagePath);
        ModuleState.Copy(Average.Values, average, averagePath);
        foreach (var tensor in average.Values)
            tensor.Dispose();
        (Step, DataFingerprint, Marks, _ownFolder) = (saved.Step, saved.Data, saved.Marks, Path.GetFullPath(modelFolder));
        return true;
    }

    private static string Named(string? kind) => kind is null ? "no discriminator" : $"a discriminator of kind '{kind}'";

    private JsonElement? DiscriminatorOptions() => _discriminator is null
        ? null
        : JsonSerializer.SerializeToElement(_discriminator.Options, _discriminator.Options.GetType(), ConfigJson.Options);

    /// <summary>The model's config.json without what the weights in the checkpoint supersede.</summary>
    private JsonElement ModelIdentity()
    {
        var config = JsonSerializer.SerializeToNode(_model.Config() with { Provenance = new Dictionary<string, string>() }, ConfigJson.Options)!.AsObject();
        (config["denoiser"] as System.Text.Json.Nodes.JsonObject)?.Remove("initSeed");
        return JsonSerializer.SerializeToElement(config, ConfigJson.Options);
    }

    /// <summary>The options that decide where a training goes; how often it reports, validates and saves, and what it costs, does not.</summary>
    private static JsonElement Trajectory(TrainerOptions options) => JsonSerializer.SerializeToElement(
        options with { CheckpointInterval = 1, CheckpointsKept = 1, ReportInterval = 1, SnapshotInterval = 1, RollbacksAllowed = 0, ExplosionFactor = 0, CostPerHour = null, Validation = new() },
        ConfigJson.Options);

    private static string Differences(JsonElement before, JsonElement now) => before.ValueKind != JsonValueKind.Object ? $"it was {before.ValueKind}" : string.Join("; ", before.EnumerateObject()
        .Select(p => (p.Name, Before: p.Value.GetRawText(), Now: now.TryGetProperty(p.Name, out var value) ? value : default, Same: now.TryGetProperty(p.Name, out var same) && JsonElement.DeepEquals(p.Value, same)))
        .Where(p => !p.Same)
        .Select(p => $"{p.Name} was {p.Before}, asked for now is {(p.Now.ValueKind == JsonValueKind.Undefined ? "none" : p.Now.GetRawText())}"));

    public void Dispose()
    {
        Denoiser.Dispose();
        Discriminator?.Dispose();
        Average.Dispose();
    }
}
