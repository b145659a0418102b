namespace EchoSynth.Kernels;

/// <summary>A place in a layer for what kernels make of its weights. Safe for concurrent use.</summary>
internal sealed class WeightSlot : IDisposable
{
    private IDisposable? _value;

    /// <summary>What is kept here, made at the first call.</summary>
    public T Get<T>()
        where T : class, IDisposable, new()
    {
        if (Volatile.Read(ref _value) is T kept)
            return kept;
        var made = new T();
        if (Interlocked.CompareExchange(ref _value, made, null) is not T earlier)
            return made;
        made.Dispose();
        return earlier;
    }

    public void Dispose() => Interlocked.Exchange(ref _value, null)?.Dispose();
}
