using EchoSynth.Training;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Cli.Terminal;

/// <summary>What the library logs of damaged checkpoints, on standard error.</summary>
internal sealed class CheckpointWarnings : ILogger<Trainer>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Console.Error.WriteLine($"warning: {formatter(state, exception)}");
    }
}
