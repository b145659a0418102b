using System.ComponentModel.DataAnnotations;
using EchoSynth.Tensors;

namespace EchoSynth.Hosting;

/// <summary>Options of <c>services.AddEchoSynth(…)</c>; bind them from configuration if you like.</summary>
public sealed class EchoSynthOptions
{
    /// <summary>The model folder. Required.</summary>
    [Required]
    public string ModelPath { get; set; } = "";

    /// <summary>"auto", "cpu", "cuda" or "cuda:N".</summary>
    /// <value>The default value is "auto".</value>
    [Required]
    public string Device { get; set; } = "auto";

    /// <summary>Images that go through the network together on a GPU; always 1 on a CPU.</summary>
    /// <value>The default value is 16.</value>
    [Range(1, 1024)]
    public int MicroBatch { get; set; } = 16;

    /// <summary>Threads that libtorch uses inside an operator; 0 leaves its own choice.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>The look of images whose request names none, where the model tells several apart.</summary>
    /// <value>The default value is null: each request names its own.</value>
    public string? Domain { get; set; }

    /// <summary>What the network computes in; MixedBFloat16 needs a GPU or a CPU that has it.</summary>
    /// <value>The default value is Full, float32.</value>
    [AllowedValues(Precision.Full, Precision.MixedBFloat16)]
    public Precision Precision { get; set; }
}
