using System.Collections.Concurrent;

namespace EchoSynth.Studio.Drawing;

/// <summary>The newest request of each client that names itself: a newer one ends the one before, drawn or waiting, so that nobody draws what nobody looks at.</summary>
internal sealed class LiveRequests(IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<string, LiveRequest> _newest = new(StringComparer.Ordinal);

    /// <summary>Clients with a request in progress.</summary>
    public int Count => _newest.Count;

    /// <param name="client">The client's name; null for a request that ends no other.</param>
    /// <param name="order">Which of the client's requests it is: a lower number is an older one, even where it comes later, as it can over another connection. Null where the client does not count.</param>
    /// <param name="limit">Longest time.</param>
    /// <param name="gone">The client's connection.</param>
    public LiveRequest Begin(string? client, long? order, TimeSpan limit, CancellationToken gone)
    {
        var request = new LiveRequest(this, client, order, limit, gone, lifetime.ApplicationStopping);
        if (client is null)
            return request;
        LiveRequest? older = null;
        _newest.AddOrUpdate(client, request, (_, there) =>
        {
            var late = there.Order > order;
            older = late ? request : there;
            return late ? there : request;
        });
        older?.Supersede();
        return request;
    }

    internal void End(string client, LiveRequest request) => _newest.TryRemove(new KeyValuePair<string, LiveRequest>(client, request));
}
