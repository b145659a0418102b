using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Training;

/// <summary>How a training is watched on held-out pairs: what is drawn, how often, and what follows from it.</summary>
public sealed record ValidationOptions
{
    /// <summary>Steps from one validation to the next; there is always one at the end.</summary>
    /// <value>The default value is 1000.</value>
    [Range(1, 1_000_000_000)]
    public int Interval { get; init; } = 1000;

    /// <summary>Held-out pairs that are drawn and compared, spread evenly over the set; fewer where it has fewer.</summary>
    /// <value>The default value is 32.</value>
    [Range(1, 100_000)]
    public int Pairs { get; init; } = 32;

    /// <summary>How many of them are drawn with several seeds, for the spread over seeds.</summary>
    /// <value>The default value is 6.</value>
    [Range(1, 1000)]
    public int SpreadPairs { get; init; } = 6;

    /// <summary>Images drawn from each of those pairs, with seeds of their own; their deviation is the spread.</summary>
    /// <value>The default value is 6.</value>
    [Range(2, 100)]
    public int Seeds { get; init; } = 6;

    /// <summary>Ends the training after so many validations in a row without a new best <see cref="ValidationReport.Score"/>; 0 never does.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1000)]
    public int Patience { get; init; }

    /// <summary>Whether the best model so far is kept, as a model folder of its own, in the folder best/ of the model folder.</summary>
    /// <value>The default value is true.</value>
    public bool KeepBest { get; init; } = true;
}
