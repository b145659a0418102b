namespace EchoSynth.Imaging.Datasets;

/// <summary>A small cache that many threads may share: a value is made once for all that ask for it; when full, what was used longest ago goes.</summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Lazy<TValue> Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, Lazy<TValue> Value)> _order = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        Lazy<TValue> value;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _order.Remove(node);
            }
            else
            {
                if (_entries.Count >= capacity)
                {
                    _entries.Remove(_order.Last!.Value.Key);
                    _order.RemoveLast();
                }
                _entries[key] = node = new((key, new Lazy<TValue>(() => make(key))));
            }
            _order.AddFirst(node);
            value = node.Value.Value;
        }
        try
        {
            return value.Value;
        }
        catch
        {
            // What failed once may succeed later; a kept error would not.
            Forget(key, value);
            throw;
        }
    }

    /// <summary>Drops a value; those who have it keep it.</summary>
    public void Remove(TKey key) => Forget(key, null);

    private void Forget(TKey key, Lazy<TValue>? value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node) && (value is null || node.Value.Value == value))
            {
                _entries.Remove(key);
                _order.Remove(node);
            }
        }
    }
}
