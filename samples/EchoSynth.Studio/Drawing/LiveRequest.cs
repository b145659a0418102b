namespace EchoSynth.Studio.Drawing;

/// <summary>A request in progress: when it must end, and why it did.</summary>
internal sealed class LiveRequest : IDisposable
{
    private readonly LiveRequests _all;
    private readonly string? _client;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _newer = new();
    private readonly CancellationTokenSource _any;
    private readonly CancellationToken _stopping;
    private readonly Lock _gate = new();
    private bool _ended;

    public LiveRequest(LiveRequests all, string? client, long? order, TimeSpan limit, CancellationToken gone, CancellationToken stopping)
    {
        (_all, _client, Order, _stopping) = (all, client, order, stopping);
        _timer = new CancellationTokenSource(limit);
        _any = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, _newer.Token, gone, stopping);
        Token = _any.Token;
    }

    /// <summary>Which of the client's requests it is; null where the client does not count.</summary>
    public long? Order { get; }

    /// <summary>Ends the work.</summary>
    public CancellationToken Token { get; }

    public bool Superseded { get; private set; }

    public bool TimedOut => _timer.IsCancellationRequested;

    /// <summary>Whether the server is being stopped.</summary>
    public bool Stopping => _stopping.IsCancellationRequested;

    public void Supersede()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            Superseded = true;
        }
        try
        {
            _newer.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _ended = true;
        if (_client is not null)
            _all.End(_client, this);
        _any.Dispose();
        _newer.Dispose();
        _timer.Dispose();
    }
}
