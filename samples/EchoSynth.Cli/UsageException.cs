namespace EchoSynth.Cli;

/// <summary>The options are each valid, but not together, or not here.</summary>
internal sealed class UsageException(string message) : Exception(message);
