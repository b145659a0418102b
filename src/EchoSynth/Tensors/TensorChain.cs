using static TorchSharp.torch;

namespace EchoSynth.Tensors;

/// <summary>A chain of layers that frees what it has used up.</summary>
internal static class TensorChain
{
    /// <summary>Frees a tensor that was consumed and gives what was made of it: <c>h = h.Into(layer.Forward(h))</c>. Whatever autograd needs of it stays.</summary>
    /// <param name="consumed">Used nowhere else.</param>
    /// <param name="made">Another tensor.</param>
    public static Tensor Into(this Tensor consumed, Tensor made)
    {
        consumed.Dispose();
        return made;
    }
}
