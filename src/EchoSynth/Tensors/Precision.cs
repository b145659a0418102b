namespace EchoSynth.Tensors;

/// <summary>What networks compute in; weights, averages, optimiser states, norms and losses are float32 either way.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Full,

    /// <summary>Convolutions, linear maps and matrix products on bfloat16 operands.</summary>
    MixedBFloat16,
}
