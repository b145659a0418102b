namespace EchoSynth.Studio;

/// <summary>The program was started in a way that it cannot be; the message says what would be right. Becomes exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
