namespace EchoSynth.Distributed;

/// <summary>The ranks of a job cannot go on together: one is missing, dead, frozen or cut off, or is not what the others are.</summary>
public sealed class DistributedException : Exception
{
    /// <summary>Says what is wrong, with which rank, and what would be right.</summary>
    /// <param name="message">For people.</param>
    /// <param name="ranks">The ranks at fault, where they are known.</param>
    /// <param name="innerException">What it came from, or null.</param>
    public DistributedException(string message, IReadOnlyList<int>? ranks = null, Exception? innerException = null)
        : base(message, innerException) => Ranks = ranks ?? [];

    /// <summary>The ranks at fault; empty where that is not known.</summary>
    public IReadOnlyList<int> Ranks { get; }
}
