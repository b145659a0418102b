using System.ComponentModel.DataAnnotations;
using System.Globalization;
using EchoSynth.Validation;

namespace EchoSynth.Evaluation;

/// <summary>What the network of a <see cref="TorchScriptExtractor"/> wants to be given.</summary>
public sealed record TorchScriptOptions
{
    /// <summary>Columns and rows of its input. Images are brought to it bilinearly, with an antialiasing filter where they shrink, and stretched where they are not square.</summary>
    /// <value>The default value is 299, Inception's.</value>
    [Range(8, 2048)]
    public int InputSize { get; init; } = 299;

    /// <summary>Channels of its input: 1, or 3 with the grey value in each.</summary>
    /// <value>The default value is 3.</value>
    [AllowedValues(1, 3)]
    public int Channels { get; init; } = 3;

    /// <summary>The range of its input, before <see cref="Mean"/> and <see cref="Deviation"/>.</summary>
    /// <value>The default value is ZeroToOne.</value>
    [AllowedValues(TorchScriptRange.ZeroToOne, TorchScriptRange.MinusOneToOne, TorchScriptRange.ZeroTo255)]
    public TorchScriptRange Range { get; init; }

    /// <summary>What is taken off, in units of <see cref="Range"/>: one number, or one for each channel.</summary>
    /// <value>The default value is 0.</value>
    [Required, Range(-1e6, 1e6)]
    public IReadOnlyList<double> Mean { get; init; } = [0];

    /// <summary>What is divided by then: one number, or one for each channel.</summary>
    /// <value>The default value is 1.</value>
    [Required, Range(1e-6, 1e6)]
    public IReadOnlyList<double> Deviation { get; init; } = [1];

    /// <summary>Images that go through the network together on a GPU; the last call is filled up by repetition, so that features do not depend on who else is in the batch.</summary>
    /// <value>The default value is 16.</value>
    /// <remarks>On a CPU it is always 1: nothing is gained by more there, and kernels may round differently for another number.</remarks>
    [Range(1, 256)]
    public int Batch { get; init; } = 16;

    internal void Validate() => OptionsGuard.Validate(this, Fits(nameof(Mean), Mean), Fits(nameof(Deviation), Deviation));

    internal string Describe() => string.Create(CultureInfo.InvariantCulture, $"size={InputSize} channels={Channels} range={Range} mean={Join(Mean)} deviation={Join(Deviation)}");

    private static string Join(IReadOnlyList<double> values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private string? Fits(string name, IReadOnlyList<double>? values) =>
        values is null || values.Count == 1 || values.Count == Channels ? null : $"{name} has {values.Count} numbers; it must have 1, or {Channels}, one for each channel.";
}
