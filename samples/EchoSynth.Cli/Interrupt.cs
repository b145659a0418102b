using System.Runtime.InteropServices;

namespace EchoSynth.Cli;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a cancellation; a second one ends the process as usual. A person who presses Ctrl-C wants to see that the work is not done; a container's or service's
/// manager that sends SIGTERM wants it put aside in order, which is a success.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
    ];

    /// <summary>Whether it was SIGTERM.</summary>
    public bool Terminated { get; private set; }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        Terminated = context.Signal == PosixSignal.SIGTERM;
        Console.Error.WriteLine("Stopping after the step at hand …");
        _source.Cancel();
    }
}
