using System.Security.Cryptography;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>Completes masks by shape models, one for each view.</summary>
/// <remarks>Immutable; may be used from many threads at once.</remarks>
public sealed class ShapeCompleter : IAnatomyCompleter
{
    private readonly IReadOnlyList<ShapeModel> _models;
    private readonly Lazy<string> _identity;

    /// <summary>Takes the shape models, one for each view; a mask of a view without one is later refused.</summary>
    /// <param name="models">At least one, and one for each view at most.</param>
    /// <exception cref="ArgumentException">None, or two of one view.</exception>
    public ShapeCompleter(params IReadOnlyList<ShapeModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
            throw new ArgumentException("There is no shape model.", nameof(models));
        if (models.GroupBy(m => m.Options.View).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Count()} shape models are of the view {twice.Key}; there may be one.", nameof(models));
        _models = models;
        _identity = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData([.. models.OrderBy(m => m.Options.View).SelectMany(ShapeModelFile.ToBytes)])));
    }

    /// <summary>SHA-256 of the models' files, in hexadecimal.</summary>
    public string Identity => _identity.Value;

    /// <summary>Completes by the model of the view; where the view is unknown, by that of the four-chamber view, or the only one.</summary>
    /// <inheritdoc/>
    public AnatomyMask Complete(AnatomyMask mask, IReadOnlyList<AnatomyLabel> annotated, EchoView view, CardiacPhase phase)
    {
        var model = _models.FirstOrDefault(m => m.Options.View == view)
            ?? (view == EchoView.Unknown ? _models.FirstOrDefault(m => m.Options.View == EchoView.FourChamber) ?? _models[0] : _models.FirstOrDefault(m => m.Options.View == EchoView.Unknown))
            ?? throw new AnatomyCompletionException($"There is no shape model of the view {view}; there are models of {string.Join(", ", _models.Select(m => m.Options.View))}.");
        try
        {
            return model.Complete(mask, annotated, phase);
        }
        catch (ArgumentException e)
        {
            throw new AnatomyCompletionException(e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal), e);
        }
    }
}
