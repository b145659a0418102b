using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

internal static class TensorAccessor
{
    internal const string NotOnCpu =
        "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.";
}

/// <summary>The elements of a tensor in main memory, in row-major order whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException(TensorAccessor.NotOnCpu);
        _tensor = tensor;
        _data = (T*)tensor.DataPointer();
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = _data[Offset(indices)];
            GC.KeepAlive(_tensor);
            return value;
        }

        set
        {
            _data[Offset(indices)] = value;
            GC.KeepAlive(_tensor);
        }
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) =>
        left is null || right is null ? ReferenceEquals(left, right) : left.Count == right.Count && left.SequenceEqual(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    public Array ToNDArray()
    {
        if (_shape.Length == 0)
            return ToArray();
        var array = Array.CreateInstance(typeof(T), _shape);
        if (Count > 0)
            Copy(0, MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), checked((int)Count)));
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        if (Count == 0 && tensorIndex == 0)
            return;
        Copy(tensorIndex, array[arrayIndex..]);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CheckStart(tensorIndex);
        var source = array[arrayIndex..];
        var count = Math.Min(source.Length, Count - tensorIndex);
        if (_contiguous)
        {
            source[..(int)count].CopyTo(new Span<T>(_data + tensorIndex, (int)count));
        }
        else
        {
            for (long i = 0; i < count; i++)
                _data[Offset(tensorIndex + i)] = source[(int)i];
        }

        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // TorchSharp declares it without the question mark.
#pragma warning disable CS8765
    public override bool Equals(object obj) => obj is TensorAccessor<T> other && this == other;
#pragma warning restore CS8765

    public override int GetHashCode() => base.GetHashCode();

    public void Dispose()
    {
        // The tensor is the caller's.
    }

    internal static T ReadItemAt(torch.Tensor tensor, long index)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException(TensorAccessor.NotOnCpu);
        tensor.ValidateType(typeof(T));
        return new TensorAccessor<T>(tensor).At(index);
    }

    private void Copy(long start, Span<T> target)
    {
        CheckStart(start);
        var count = (int)Math.Min(target.Length, Count - start);
        if (_contiguous)
        {
            new ReadOnlySpan<T>(_data + start, count).CopyTo(target);
        }
        else
        {
            for (var i = 0; i < count; i++)
                target[i] = _data[Offset(start + i)];
        }

        GC.KeepAlive(_tensor);
    }

    private T At(long index)
    {
        var value = _data[Offset(index)];
        GC.KeepAlive(_tensor);
        return value;
    }

    private void CheckStart(long index)
    {
        if (index < 0 || index >= Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The tensor has {Count} elements.");
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
            return Offset(indices[0]);
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"There are {indices.Length} indices for a tensor of {_shape.Length} dimensions.", nameof(indices));
        long offset = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= _shape[i])
                throw new IndexOutOfRangeException($"{indices[i]} is not an index in dimension {i}, of size {_shape[i]}.");
            offset += indices[i] * _strides[i];
        }

        return offset;
    }

    private long Offset(long index)
    {
        if (index < 0 || index >= Count)
            throw new IndexOutOfRangeException($"{index} is not an index in a tensor of {Count} elements.");
        if (_contiguous)
            return index;
        long offset = 0;
        for (var i = _shape.Length - 1; i >= 0; i--)
        {
            (index, var within) = Math.DivRem(index, _shape[i]);
            offset += within * _strides[i];
        }

        return offset;
    }
}
