using static TorchSharp.torch;

namespace EchoSynth.Networks;

/// <summary>
/// Counts the multiply–adds of the layers between <see cref="Begin"/> and <see cref="Dispose"/>, on the thread that began. Layers report what they have done;
/// while nobody counts, a report is one look at a static field.
/// </summary>
internal sealed class Arithmetic : IDisposable
{
    private static readonly Lock Gate = new();
    private static Arithmetic? _active;
    private readonly int _thread = Environment.CurrentManagedThreadId;

    private Arithmetic()
    {
    }

    /// <summary>The sum so far.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>Starts to count; waits until nobody else does. To be disposed on the same thread.</summary>
    public static Arithmetic Begin()
    {
        Gate.Enter();
        return _active = new Arithmetic();
    }

    /// <summary>
    /// Reports a convolution or linear map: every element of <paramref name="x"/> meets all weights of one output, numel(weight)/weight.shape[0] of them.
    /// </summary>
    /// <returns><paramref name="x"/></returns>
    public static Tensor Weighted(Tensor x, Tensor weight)
    {
        if (_active is { } count && count._thread == Environment.CurrentManagedThreadId)
            count.MultiplyAdds += x.NumberOfElements * (weight.NumberOfElements / weight.shape[0]);
        return x;
    }

    /// <summary>
    /// Reports a depthwise filter: every element of <paramref name="x"/> meets so many taps. A transposed one reports its input, which meets them in the same way.
    /// </summary>
    /// <returns><paramref name="x"/></returns>
    public static Tensor Counted(Tensor x, long taps)
    {
        if (_active is { } count && count._thread == Environment.CurrentManagedThreadId)
            count.MultiplyAdds += x.NumberOfElements * taps;
        return x;
    }

    /// <summary>Reports a product of matrices of which neither holds weights: each element of the result is a sum of <paramref name="inner"/> products.</summary>
    /// <returns><paramref name="product"/></returns>
    public static Tensor Product(Tensor product, long inner)
    {
        if (_active is { } count && count._thread == Environment.CurrentManagedThreadId)
            count.MultiplyAdds += product.NumberOfElements * inner;
        return product;
    }

    public void Dispose()
    {
        _active = null;
        Gate.Exit();
    }
}
