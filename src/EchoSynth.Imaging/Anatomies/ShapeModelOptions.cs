using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>How a <see cref="ShapeModel"/> is fitted, and what it says of its origin.</summary>
public sealed record ShapeModelOptions
{
    /// <summary>Fewest hearts that a model is fitted to. Fewer show no modes of variation, only these hearts; 100 and more are advisable.</summary>
    public const int LeastHearts = 10;

    /// <summary>Most modes that a model keeps.</summary>
    public const int MostModes = 64;

    /// <summary>Share of the landmarks' variance that the modes keep: 0.5…0.999.</summary>
    /// <value>The default value is 0.98.</value>
    public double Variance { get; init; } = 0.98;

    /// <summary>The view, which only names the model.</summary>
    /// <value>The default value is <see cref="EchoView.Unknown"/>.</value>
    public EchoView View { get; init; }

    /// <summary>The data set, for provenance: at most 200 characters.</summary>
    /// <value>The default value is "".</value>
    public string Source { get; init; } = "";

    /// <summary>Anything else that should be known of the model: at most 200 characters.</summary>
    /// <value>The default value is "".</value>
    public string Label { get; init; } = "";

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One or more are wrong; the message names each with its range.</exception>
    public void Validate() => new Phantoms.ParameterCheck("Shape model")
        .Range(nameof(Variance), Variance, 0.5, 0.999, "")
        .That(Source is { Length: <= 200 }, $"{nameof(Source)} has {Source?.Length} characters; at most 200 can be kept.")
        .That(Label is { Length: <= 200 }, $"{nameof(Label)} has {Label?.Length} characters; at most 200 can be kept.")
        .ThrowIfAny("options");
}
