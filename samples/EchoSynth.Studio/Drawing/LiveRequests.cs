using System.Collections.Concurrent;

namespace EchoSynth.Studio.Drawing;

/// <summary>The newest request of each client that names itself: a newer one ends the one before, drawn or waiting, so that nobody draws what nobody looks at.</summary>
internal sealed class LiveRequests(IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<string, LiveRequest> _newest = new(StringComparer.Ordinal);

    /// <summary>Clients with a request in progress.</summary>
    public int Count => _newest.Count;

    /// <param name="client">The client's name; null for a request that ends no other.</param>
    /// <param name="limit">Longest time.</param>
    /// <param name="gone">The client's connection.</param>
    public LiveRequest Begin(string? client, TimeSpan limit, CancellationToken gone)
    {
        var request = new LiveRequest(this, client, limit, gone, lifetime.ApplicationStopping);
        if (client is null)
            return request;
        LiveRequest? before = null;
        _newest.AddOrUpdate(client, request, (_, old) =>
        {
            before = old;
            return request;
        });
        before?.Supersede();
        return request;
    }

    internal void End(string client, LiveRequest request) => _newest.TryRemove(new KeyValuePair<string, LiveRequest>(client, request));
}
