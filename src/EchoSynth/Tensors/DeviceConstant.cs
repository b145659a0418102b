using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tensors;

/// <summary>
/// A constant that a network needs on whatever device, and of whatever type, its inputs have. Not a buffer of the module:
/// TorchSharp's Module.to leaves non-persistent buffers behind.
/// </summary>
internal sealed class DeviceConstant(float[] values, params long[] shape) : IDisposable
{
    private readonly ConcurrentDictionary<(DeviceType, int, ScalarType), Tensor> _copies = new();

    /// <summary>The constant on the device of a tensor; made once for each.</summary>
    public Tensor For(Tensor like, ScalarType type) =>
        _copies.GetOrAdd((like.device_type, like.device_index, type), _ =>
        {
            using var scope = NewDisposeScope();
            return TensorData.FromFloats(values, shape).to(type, like.device).DetachFromDisposeScope();
        });

    public void Dispose()
    {
        foreach (var copy in _copies.Values)
            copy.Dispose();
        _copies.Clear();
    }
}
