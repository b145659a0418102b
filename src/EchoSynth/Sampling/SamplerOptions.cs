using System.ComponentModel.DataAnnotations;
using EchoSynth.Tensors;

namespace EchoSynth.Sampling;

/// <summary>Options of a <see cref="Sampler"/>.</summary>
public sealed record SamplerOptions
{
    /// <summary>Images that go through the network together on a GPU; every call is padded to this number, so an image does not depend on who else is in the batch.</summary>
    /// <value>The default value is 16.</value>
    /// <remarks>On a CPU it is always 1: nothing is gained by more there, and kernels may round differently for another number. On a GPU it is part of what an image's last bits depend on.</remarks>
    [Range(1, 1024)]
    public int MicroBatch { get; init; } = 16;

    /// <summary>Whether pixels outside the mask's sector are set to exactly 0, as in scanner images. Only where the model has a sector channel.</summary>
    /// <value>The default value is true.</value>
    public bool ClearOutsideSector { get; init; } = true;

    /// <summary>How images are drawn; it must suit what the model's network predicts.</summary>
    /// <value>The default value is null: Posterior where the network predicts the clean image, Ddpm where it predicts the noise.</value>
    [AllowedValues(null, SamplingMethod.Posterior, SamplingMethod.Ddpm, SamplingMethod.Ddim)]
    public SamplingMethod? Method { get; init; }

    /// <summary>How many steps Ddpm and Ddim take, spread evenly over those of the model's schedule; fewer than there are is meant for Ddim.</summary>
    /// <value>The default value is null: all.</value>
    [Range(1, 10_000)]
    public int? SamplingSteps { get; init; }

    /// <summary>η of Ddim: 0 adds no noise, 1 as much as Ddpm.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1)]
    public double Eta { get; init; }

    /// <summary>The look of images whose request names none, where the model tells several apart (<see cref="Checkpoints.MaskEncoding.Domains"/>).</summary>
    /// <value>The default value is null: each request names its own.</value>
    public string? Domain { get; init; }

    /// <summary>What the network computes in. MixedBFloat16 needs a GPU or a CPU that has it (see <see cref="Devices.HasBFloat16"/>); what it gains, and how far its images are from those in full precision, is in docs/performance.md.</summary>
    /// <value>The default value is Full, float32.</value>
    [AllowedValues(Precision.Full, Precision.MixedBFloat16)]
    public Precision Precision { get; init; }
}
