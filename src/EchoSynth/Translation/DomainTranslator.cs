using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Sampling;
using EchoSynth.Synthesis;
using EchoSynth.Validation;

namespace EchoSynth.Translation;

/// <summary>
/// Brings recordings of one data set into the style of another: the one that the model was trained on. From the mask alone (arXiv 2403.04612, the paper's use), or guided by the recording.
/// </summary>
/// <remarks>An image depends on the weights, the recording, its mask, the seed and the options only. Safe for concurrent use.</remarks>
public sealed class DomainTranslator : IDisposable
{
    private readonly EchoModel _model;
    private readonly DomainTranslatorOptions _options;
    private readonly Sampler _sampler;

    /// <summary>Prepares translation into the style of a model's training images, and checks the options against the model.</summary>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="options">Options; defaults when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range, or not for this model; lists every error.</exception>
    public DomainTranslator(EchoModel model, DomainTranslatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _options) = (model, options ?? new DomainTranslatorOptions());
        OptionsGuard.Validate(_options);
        _sampler = new Sampler(model, _options.Sampling);
    }

    /// <summary>The structures that the model was trained with and a data set does not annotate.</summary>
    public IReadOnlyList<AnatomyLabel> MissingIn(IEchoDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. _model.Mask.Labels.Except(dataset.Annotated)];
    }

    /// <summary>What translations of a data set depend on besides model, mask and seed, for <see cref="SyntheticDatasetOptions.Facts"/>.</summary>
    public IReadOnlyDictionary<string, string> Facts(IEchoDataset dataset)
    {
        var facts = new Dictionary<string, string> { ["dataset"] = dataset.Name };
        if (MissingIn(dataset) is { Count: > 0 } missing)
        {
            facts["missing"] = $"{string.Join(", ", missing)}: {_options.Missing.ToString().ToLowerInvariant()}";
            if (_options.Missing == MissingStructures.Complete && _options.Completer is { } completer)
                facts["completer"] = completer.Identity;
        }
        return facts;
    }

    /// <summary>Translates one item.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="item">One of its items.</param>
    /// <param name="seed">Seed of the noise; another one gives another image of the same heart.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">Structures are missing, and the options refuse that or name no completer.</exception>
    /// <exception cref="AnatomyCompletionException">The mask cannot be completed.</exception>
    /// <exception cref="EchoFormatException">A file is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TranslatedImage Translate(IEchoDataset dataset, EchoItem item, long seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        Check(dataset);
        return Translate(Frame(dataset, item), seed, cancellationToken);
    }

    /// <summary>Translates items one after the other, as they are asked for; those whose masks cannot be completed are left out.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="items">Its items to translate; all when null.</param>
    /// <param name="seed">The seed from which, with the item's id, each image's own is derived (<see cref="SyntheticDataset.SeedOf"/>).</param>
    /// <param name="skipped">Told what is left out, and why.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">Structures are missing, and the options refuse that or name no completer.</exception>
    /// <exception cref="EchoFormatException">A file is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<TranslatedImage> Translate(IEchoDataset dataset, IReadOnlyList<EchoItem>? items = null, long seed = 0, Action<SkippedItem>? skipped = null, CancellationToken cancellationToken = default)
    {
        Check(dataset);
        return All();

        IEnumerable<TranslatedImage> All()
        {
            foreach (var item in items ?? dataset.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                FramedPair framed;
                try
                {
                    framed = Frame(dataset, item);
                }
                catch (AnatomyCompletionException e)
                {
                    skipped?.Invoke(new SkippedItem(item.Id, e.Message));
                    continue;
                }
                yield return Translate(framed, SyntheticDataset.SeedOf(seed, item.Id, 0), cancellationToken);
            }
        }
    }

    /// <summary>Items as the sources of a synthetic data set: <see cref="SyntheticDataset.Write"/> translates them at scale, in shards, into a layout on disk.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="folder">The folder that it was opened from; the manifest names files relative to it.</param>
    /// <param name="items">Its items to translate; all when null.</param>
    /// <exception cref="ArgumentException">Structures are missing, and the options refuse that or name no completer.</exception>
    public IReadOnlyList<SynthesisSource> Sources(IEchoDataset dataset, string folder, IReadOnlyList<EchoItem>? items = null)
    {
        Check(dataset);
        return [.. (items ?? dataset.Items).Select(item => new SynthesisSource(item, SynthesisSource.Relative(folder, item.MaskPath), () =>
        {
            var (pair, geometry) = Frame(dataset, item);
            return new SynthesisInput(pair.Mask, _options.Strength < 1 ? pair.Image : null, geometry);
        }))];
    }

    /// <inheritdoc/>
    public void Dispose() => _sampler.Dispose();

    private TranslatedImage Translate(FramedPair framed, long seed, CancellationToken cancellationToken)
    {
        var (item, recording, mask) = framed.Pair;
        var request = new SampleRequest(mask, seed, item.Id) { Source = recording, Strength = _options.Strength };
        var made = _sampler.Generate([request], cancellationToken: cancellationToken)[0];
        return new TranslatedImage(item, seed, made.Image, made.Mask, recording, framed.Geometry);
    }

    /// <summary>Loads an item, adds what its mask lacks, and frames both for the model.</summary>
    private FramedPair Frame(IEchoDataset dataset, EchoItem item)
    {
        var pair = dataset.Load(item);
        if (_options.Missing == MissingStructures.Complete && MissingIn(dataset).Count > 0)
        {
            // With the sector marked, nothing is added where the recording shows nothing.
            var lit = (float)(_model.Framing.SectorThreshold ?? dataset.SectorThreshold);
            var mask = pair.Mask.HasSector ? pair.Mask : pair.Mask.WithSector(SectorDetector.Detect(pair.Image, lit));
            pair = pair with { Mask = _options.Completer!.Complete(mask, dataset.Annotated, item.View, item.Phase) };
        }
        return FrameGeometry.Frame(pair, _model.ImageSize, _model.Framing, dataset.SectorThreshold);
    }

    private void Check(IEchoDataset dataset)
    {
        if (MissingIn(dataset) is not { Count: > 0 } missing || _options.Missing == MissingStructures.Keep)
            return;
        var lacks = $"{dataset.Name} annotates {string.Join(", ", dataset.Annotated)}; the model was trained with {string.Join(", ", missing)}, too, and has seen no mask without";
        if (_options.Missing == MissingStructures.Refuse)
            throw new ArgumentException($"{lacks}. Choose to complete masks or to keep them as they are.", nameof(dataset));
        if (_options.Completer is null)
            throw new ArgumentException($"{lacks}. To complete masks, give a shape model; or choose to keep them as they are.", nameof(dataset));
    }
}
