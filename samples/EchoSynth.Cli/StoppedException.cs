namespace EchoSynth.Cli;

/// <summary>A cancellation that left something to go on with: after SIGTERM, here or on another rank, it is what was asked for, and no failure.</summary>
internal sealed class StoppedException(OperationCanceledException cause) : OperationCanceledException(cause.Message, cause, cause.CancellationToken);
