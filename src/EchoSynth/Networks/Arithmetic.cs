using static TorchSharp.torch;

namespace EchoSynth.Networks;

/// <summary>
/// Counts the multiply–adds of the layers between <see cref="Begin"/> and <see cref="Dispose"/>, and the bytes of their operands, on the thread that began. Layers report what
/// they have done; while nobody counts, a report is one look at a static field.
/// </summary>
/// <remarks>Bytes are what a layer cannot do without: each operand read once, the result written once, in their own types. Biases are left out: they are a thousandth of the weights.</remarks>
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

    /// <summary>Bytes of weights so far, those of the fixed filters too.</summary>
    public long WeightBytes { get; private set; }

    /// <summary>Bytes of activations so far, read and written.</summary>
    public long ActivationBytes { get; private set; }

    /// <summary>Starts to count; waits until nobody else does. To be disposed on the same thread.</summary>
    public static Arithmetic Begin()
    {
        Gate.Enter();
        return _active = new Arithmetic();
    }

    /// <summary>
    /// Reports a convolution or linear map: every element of <paramref name="x"/>, its result, meets all weights of one output, numel(weight)/weight.shape[0] of them.
    /// </summary>
    /// <param name="x">The result, of the type of the operands.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="other">What went in.</param>
    /// <returns><paramref name="x"/></returns>
    public static Tensor Weighted(Tensor x, Tensor weight, Tensor other)
    {
        if (Here is { } count)
        {
            count.MultiplyAdds += x.NumberOfElements * (weight.NumberOfElements / weight.shape[0]);
            count.WeightBytes += weight.NumberOfElements * x.ElementSize;
            count.ActivationBytes += (x.NumberOfElements + other.NumberOfElements) * x.ElementSize;
        }
        return x;
    }

    /// <summary>
    /// Reports a depthwise filter: every element of <paramref name="x"/> meets so many taps. One that enlarges its input reports that, which meets them in the same way, and its result as the other.
    /// </summary>
    public static void Filtered(Tensor x, long taps, Tensor other)
    {
        if (Here is { } count)
        {
            count.MultiplyAdds += x.NumberOfElements * taps;
            count.WeightBytes += taps * x.shape[1] * sizeof(float);
            count.ActivationBytes += Bytes(x) + Bytes(other);
        }
    }

    /// <summary>Reports a product of matrices of which neither holds weights: each element of the result is a sum over the columns of <paramref name="left"/>.</summary>
    /// <returns><paramref name="product"/></returns>
    public static Tensor Product(Tensor product, Tensor left, Tensor right)
    {
        if (Here is { } count)
        {
            count.MultiplyAdds += product.NumberOfElements * left.shape[^1];
            count.ActivationBytes += Bytes(product) + Bytes(left) + Bytes(right);
        }
        return product;
    }

    /// <summary>Reports both products of an attention [N, HW, C] with keys [N, C, HW] whose weights were kept nowhere: queries, keys and values are read, the result is written.</summary>
    public static void Attended(Tensor result, Tensor keys)
    {
        if (Here is { } count)
        {
            count.MultiplyAdds += 2 * result.NumberOfElements * keys.shape[2];
            count.ActivationBytes += 2 * Bytes(result) + 2 * Bytes(keys);
        }
    }

    public void Dispose()
    {
        _active = null;
        Gate.Exit();
    }

    private static Arithmetic? Here => _active is { } count && count._thread == Environment.CurrentManagedThreadId ? count : null;

    private static long Bytes(Tensor tensor) => tensor.NumberOfElements * tensor.ElementSize;
}
