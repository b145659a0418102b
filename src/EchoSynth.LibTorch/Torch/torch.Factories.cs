using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static unsafe partial class torch
{
    private static readonly Op s_zeros = new("aten::zeros");
    private static readonly Op s_ones = new("aten::ones");
    private static readonly Op s_empty = new("aten::empty", "memory_format");
    private static readonly Op s_emptyStrided = new("aten::empty_strided");
    private static readonly Op s_full = new("aten::full");
    private static readonly Op s_eye = new("aten::eye", "m");
    private static readonly Op s_arange = new("aten::arange", "start_step");
    private static readonly Op s_linspace = new("aten::linspace");
    private static readonly Op s_logspace = new("aten::logspace");
    private static ScalarType s_defaultDtype = ScalarType.Float32;

    public static ScalarType get_default_dtype() => s_defaultDtype;

    public static void set_default_dtype(ScalarType dtype) =>
        s_defaultDtype = is_floating_point(dtype)
            ? dtype
            : throw new ArgumentException($"The default type must be a floating-point type, and {dtype} is none.", nameof(dtype));

    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var integral = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (integral ? ScalarType.Int64 : s_defaultDtype);
        return Finished(s_arange.Call(start, stop, step, type, Arg.None, InitializeDevice(device)), requires_grad);
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finished(s_linspace.Call(start, end, steps, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor logspace(
        double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Finished(s_logspace.Call(start, end, steps, @base, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var result = s_eye.Call(rows, columns == -1 ? rows : columns, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device));
        return Finished(result, requires_grad, names);
    }

    public static Tensor empty_strided(
        long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finished(s_emptyStrided.Call(size, strides, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device)), requires_grad, names);

    /// <summary>A tensor over the array's own memory where it can be: the element type is not changed and the device is the CPU.</summary>
    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var sizes = new long[rawArray.Rank];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = rawArray.GetLongLength(i);
        var source = ScalarTypeOf(rawArray.GetType().GetElementType()!);
        return Converted(Shared(rawArray, 0, sizes, source), source, dtype, device, requires_grad, names);
    }

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"invalid value for 'offset': {offset}", nameof(offset));
        var available = rawArray.LongLength - offset;
        if (count > available)
            throw new IndexOutOfRangeException($"element count is too large: {count}");
        var source = ScalarTypeOf(rawArray.GetType().GetElementType()!);
        return Converted(Shared(rawArray, offset, [count < 0 ? available : count], source), source, dtype, CPU, requires_grad, null);
    }

    private static Tensor Filled(
        Op op, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) =>
        Finished(op.Call(size, dtype ?? s_defaultDtype, Arg.None, InitializeDevice(device)), requiresGrad, names);

    private static Tensor Full(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        var type = dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : s_defaultDtype);
        return Finished(s_full.Call(size, value, type, Arg.None, InitializeDevice(device)), requiresGrad, names);
    }

    private static Tensor Copied<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged
    {
        long count = 1;
        foreach (var part in size)
            count *= part;
        if (count > data.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {data.Length}");
        var source = ScalarTypeOf(typeof(T));
        var tensor = s_empty.Call(size, source, Arg.None, CPU);
        data[..(int)count].CopyTo(new Span<T>((void*)tensor.DataPointer(), (int)count));
        return Converted(tensor, source, dtype, device, requiresGrad, names);
    }

    private static Tensor CopiedArray<T>(Array data, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged
    {
        var size = new long[data.Rank];
        for (var i = 0; i < size.Length; i++)
            size[i] = data.GetLongLength(i);
        var elements = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data)), data.Length);
        return Copied(elements, size, dtype, device, requiresGrad, names);
    }

    /// <summary>A tensor that keeps the array pinned, and lets go of it with its last reference.</summary>
    private static Tensor Shared(Array array, long offset, long[] size, ScalarType type)
    {
        if (array.Length == 0)
            return s_empty.Call(size, type, Arg.None, CPU);
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        nint handle;
        int status;
        fixed (long* sizes = size)
        {
            var data = (byte*)pin.AddrOfPinnedObject() + offset * SizeOf(type);
            status = EchoSynth.LibTorch.Interop.Native.es_from_blob(
                data, sizes, size.Length, (int)type, &Unpin, GCHandle.ToIntPtr(pin), &handle);
        }

        if (status < 0)
        {
            pin.Free();
            EchoSynth.LibTorch.Interop.Native.Throw("from_array");
        }

        return new Tensor(handle);
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint pin) => GCHandle.FromIntPtr(pin).Free();

    private static Tensor Converted(
        Tensor tensor, ScalarType source, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        device = InitializeDevice(device);
        if ((dtype ?? source) != source || device.type != DeviceType.CPU)
            tensor = tensor.to(dtype ?? source, device, disposeAfter: true);
        return Finished(tensor, requiresGrad, names);
    }

    private static Tensor Finished(Tensor tensor, bool requiresGrad, string[]? names = null)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("Named dimensions are not supported.");
        if (requiresGrad)
            tensor.requires_grad = true;
        return tensor;
    }
}
