namespace EchoSynth.Peers;

/// <summary>A worker could not do what it was asked for; the message says why.</summary>
internal sealed class WorkerException(string message) : Exception(message);
