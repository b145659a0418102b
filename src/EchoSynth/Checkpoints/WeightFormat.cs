namespace EchoSynth.Checkpoints;

/// <summary>How the weights of a model folder are written. They are read into float32 again, whatever they were written as.</summary>
public enum WeightFormat
{
    /// <summary>As they are, four bytes each.</summary>
    Full,

    /// <summary>IEEE half precision, two bytes each: rounded to 11 bits, for models that are passed on.</summary>
    Half,
}
