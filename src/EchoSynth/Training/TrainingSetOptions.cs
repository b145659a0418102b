using System.ComponentModel.DataAnnotations;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Training;

/// <summary>How <see cref="TrainingSet.Load"/> frames and keeps pairs.</summary>
public sealed record TrainingSetOptions
{
    /// <summary>How recordings become square images.</summary>
    /// <value>The default value is that of <see cref="FramingOptions"/>.</value>
    [Required]
    public FramingOptions Framing { get; init; } = new();

    /// <summary>Pairs kept in memory, MiB; a pair takes 5 bytes a pixel, 0.3 MiB at 256 × 256. The others are kept in a scratch file.</summary>
    /// <value>The default value is 1024.</value>
    [Range(0, 1 << 20)]
    public int MemoryMiB { get; init; } = 1024;

    /// <summary>The folder for the scratch file.</summary>
    /// <value>The default value is null: the system's temporary folder.</value>
    public string? ScratchFolder { get; init; }
}
