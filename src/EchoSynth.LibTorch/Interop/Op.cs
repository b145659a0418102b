using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

/// <summary>
/// An operator of ATen, by its schema name. It is looked up at the first call, so that one that an older libtorch lacks fails only where
/// it is used. Trailing arguments that are left out take the schema's defaults.
/// </summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private const int ScratchBytes = 512;
    private nint _handle;

    internal string Name => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Whether this libtorch has the operator.</summary>
    internal bool Exists => _handle != 0 || TryFind();

    /// <summary>The one tensor that the operator gives.</summary>
    internal torch.Tensor Call(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(args, &result, 1);
        return TensorOf(result) ?? Undefined();
    }

    /// <summary>The one tensor that the operator gives, which may be undefined.</summary>
    internal torch.Tensor? CallOptional(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(args, &result, 1);
        return TensorOf(result);
    }

    [SkipLocalsInit]
    internal (torch.Tensor, torch.Tensor) Call2(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[2];
        Expect(Invoke(args, results, 2), 2);
        var (first, second) = (TensorOf(results[0]), TensorOf(results[1]));
        return (first ?? Undefined(), second ?? Undefined());
    }

    [SkipLocalsInit]
    internal (torch.Tensor, torch.Tensor, torch.Tensor) Call3(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[3];
        Expect(Invoke(args, results, 3), 3);
        var (first, second, third) = (TensorOf(results[0]), TensorOf(results[1]), TensorOf(results[2]));
        return (first ?? Undefined(), second ?? Undefined(), third ?? Undefined());
    }

    /// <summary>Like <see cref="Call3"/>; a result that the operator leaves undefined is null.</summary>
    [SkipLocalsInit]
    internal (torch.Tensor?, torch.Tensor?, torch.Tensor?) CallOptional3(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[3];
        Expect(Invoke(args, results, 3), 3);
        return (TensorOf(results[0]), TensorOf(results[1]), TensorOf(results[2]));
    }

    [SkipLocalsInit]
    internal (torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor) Call4(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[4];
        Expect(Invoke(args, results, 4), 4);
        var (first, second, third, fourth) = (TensorOf(results[0]), TensorOf(results[1]), TensorOf(results[2]), TensorOf(results[3]));
        return (first ?? Undefined(), second ?? Undefined(), third ?? Undefined(), fourth ?? Undefined());
    }

    internal torch.Tensor[] CallList(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Expect(Invoke(args, &result, 1), 1);
        return TensorsAt((nint*)result.Pointer, checked((int)result.Length));
    }

    internal void CallVoid(params ReadOnlySpan<Arg> args) => Invoke(args, null, 0);

    /// <summary>Calls an operator that changes its first argument, and gives that argument back.</summary>
    internal torch.Tensor Mutate(params ReadOnlySpan<Arg> args)
    {
        Invoke(args, null, 0);
        return Unsafe.As<torch.Tensor>(args[0].Reference!);
    }

    internal bool CallBool(params ReadOnlySpan<Arg> args) => CallInteger(args) != 0;

    internal long CallLong(params ReadOnlySpan<Arg> args) => CallInteger(args);

    internal double CallDouble(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Expect(Invoke(args, &result, 1), 1);
        return result.Kind == ValueKind.Double ? result.Number : result.Integer;
    }

    internal Scalar CallScalar(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Expect(Invoke(args, &result, 1), 1);
        return Scalar.Of(result);
    }

    /// <summary>Takes over the tensors of a list that the native side lends until the thread's next call.</summary>
    internal static torch.Tensor[] TensorsAt(nint* handles, int count)
    {
        var tensors = new torch.Tensor[count];
        for (var i = 0; i < count; i++)
            tensors[i] = new torch.Tensor(handles[i]);
        return tensors;
    }

    private static torch.Tensor? TensorOf(in NativeValue value) => value.Pointer == 0 ? null : new torch.Tensor(value.Pointer);

    private long CallInteger(ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Expect(Invoke(args, &result, 1), 1);
        return result.Integer;
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Arg> args, NativeValue* results, int capacity)
    {
        var handle = _handle != 0 ? _handle : Find();
        var native = stackalloc NativeValue[args.Length];
        var scratch = stackalloc byte[ScratchBytes];
        var needed = Fill(args, native, scratch, ScratchBytes);
        int count;
        if (needed <= ScratchBytes)
        {
            count = Native.es_call(handle, native, args.Length, results, capacity);
        }
        else
        {
            var block = (byte*)NativeMemory.Alloc((nuint)needed);
            try
            {
                Fill(args, native, block, needed);
                count = Native.es_call(handle, native, args.Length, results, capacity);
            }
            finally
            {
                NativeMemory.Free(block);
            }
        }

        if (count < 0)
            Native.Throw(Name);

        // The handles are in use until here.
        for (var i = 0; i < args.Length; i++)
            GC.KeepAlive(args[i].Reference);
        return count;
    }

    /// <summary>Writes the arguments out, with their lists in the scratch memory; returns how much of it they want.</summary>
    private static int Fill(ReadOnlySpan<Arg> args, NativeValue* native, byte* scratch, int available)
    {
        var used = 0;
        for (var i = 0; i < args.Length; i++)
        {
            ref readonly var arg = ref args[i];
            var value = native + i;
            value->Kind = arg.Kind;
            if (arg.Kind == ValueKind.Tensor)
            {
                value->Pointer = Unsafe.As<torch.Tensor>(arg.Reference!).Handle;
            }
            else if (arg.Reference is null)
            {
                value->Integer = arg.Bits;
                value->Length = arg.More;
            }
            else
            {
                used = FillReference(arg, value, scratch, used, available);
            }
        }

        return used;
    }

    private static int FillReference(in Arg arg, NativeValue* value, byte* scratch, int used, int available)
    {
        if (arg.Kind == ValueKind.Generator)
        {
            value->Pointer = ((torch.Generator)arg.Reference!).Handle;
            return used;
        }

        var bytes = arg.Reference switch
        {
            long[] integers => MemoryMarshal.AsBytes(integers.AsSpan()),
            double[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
            string text => Encoding.UTF8.GetBytes(text),
            _ => default,
        };
        var tensors = arg.Reference as torch.Tensor?[];
        var size = tensors is null ? bytes.Length : tensors.Length * sizeof(nint);
        var at = scratch + used;
        value->Pointer = (nint)at;
        value->Length = arg.Kind == ValueKind.String ? size : size / sizeof(long);
        used += (size + sizeof(long) - 1) & -sizeof(long);
        if (used > available)
            return used;
        if (tensors is null)
        {
            bytes.CopyTo(new Span<byte>(at, size));
        }
        else
        {
            for (var i = 0; i < tensors.Length; i++)
                ((nint*)at)[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
        }

        return used;
    }

    private nint Find()
    {
        if (!TryFind())
            Native.Throw(Name);
        return _handle;
    }

    private bool TryFind()
    {
        nint found;
        fixed (byte* nameBytes = Encoding.UTF8.GetBytes(name + '\0'), overloadBytes = Encoding.UTF8.GetBytes(overload + '\0'))
        {
            if (Native.es_find_operator(nameBytes, overloadBytes, &found) < 0)
                return false;
        }

        // Two threads may both find it; one of the two small records then stays unused.
        _handle = found;
        return true;
    }

    private void Expect(int count, int wanted)
    {
        if (count != wanted)
            throw new InvalidOperationException($"{Name} gave {count} results instead of {wanted}.");
    }

    [DoesNotReturn]
    private torch.Tensor Undefined() => throw new InvalidOperationException($"{Name} gave an undefined tensor.");
}
