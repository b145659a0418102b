using static TorchSharp.torch;

namespace EchoSynth.Tensors;

/// <summary>
/// Mixed precision for the networks of this library and for your own: within a scope, convolutions, linear maps and matrix products take bfloat16 operands, cast from float32 weights
/// where they are used, so that gradients come back in float32. TorchSharp has no autocast; this is its place.
/// </summary>
/// <remarks>A scope belongs to its thread. A network of your own takes part by passing the operands of its products through <see cref="Operand"/>, and norms, softmax and its result through <see cref="Exact"/>.</remarks>
public static class MixedPrecision
{
    [ThreadStatic]
    private static bool s_active;

    /// <summary>Whether products on this thread take bfloat16 operands now.</summary>
    public static bool Active => s_active;

    /// <summary>Sets the precision of this thread until the result is disposed.</summary>
    public static IDisposable Use(Precision precision)
    {
        var scope = new Scope(s_active);
        s_active = precision == Precision.MixedBFloat16;
        return scope;
    }

    /// <summary>An operand of a product: bfloat16 within a mixed scope, the tensor itself elsewhere.</summary>
    public static Tensor Operand(Tensor x) => s_active && x.dtype == ScalarType.Float32 ? x.to(ScalarType.BFloat16) : x;

    /// <summary>What must stay exact: bfloat16 becomes float32, anything else is returned as it is.</summary>
    public static Tensor Exact(Tensor x) => s_active && x.dtype == ScalarType.BFloat16 ? x.to(ScalarType.Float32) : x;

    private sealed class Scope(bool before) : IDisposable
    {
        public void Dispose() => s_active = before;
    }
}
