namespace EchoSynth.Cli.Terminal;

/// <summary>Hands reports on at once and on the caller's thread, unlike <see cref="System.Progress{T}"/>, which may deliver them late and out of order.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
