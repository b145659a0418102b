namespace EchoSynth.Cli;

/// <summary>The command cannot do what was asked; the message says why and what would help.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
