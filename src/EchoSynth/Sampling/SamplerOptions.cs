using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Sampling;

/// <summary>Options of a <see cref="Sampler"/>.</summary>
public sealed record SamplerOptions
{
    /// <summary>Images that go through the network together; every call is padded to this number, so an image does not depend on who else is in the batch.</summary>
    /// <value>The default value is 1, best on a CPU; 16 to 64 fill a GPU.</value>
    [Range(1, 1024)]
    public int MicroBatch { get; init; } = 1;

    /// <summary>Whether pixels outside the mask's sector are set to exactly 0, as in scanner images. Only where the model has a sector channel.</summary>
    /// <value>The default value is true.</value>
    public bool ClearOutsideSector { get; init; } = true;
}
