using System.Runtime.CompilerServices;
using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

/// <summary>One argument of an operator. It lives on the caller's stack.</summary>
internal readonly struct Arg
{
    internal readonly object? Reference;
    internal readonly ValueKind Kind;
    internal readonly long Bits;
    internal readonly long More;

    private Arg(ValueKind kind, long bits = 0, long more = 0, object? reference = null)
    {
        Kind = kind;
        Bits = bits;
        More = more;
        Reference = reference;
    }

    /// <summary>An explicit None.</summary>
    internal static Arg None => default;

    /// <summary>The schema's own default.</summary>
    internal static Arg Default => new(ValueKind.Default);

    public static implicit operator Arg(torch.Tensor? value) =>
        value is null ? default : new(ValueKind.Tensor, reference: value);

    public static implicit operator Arg(long value) => new(ValueKind.Int, value);

    public static implicit operator Arg(int value) => new(ValueKind.Int, value);

    public static implicit operator Arg(long? value) => value is { } v ? new(ValueKind.Int, v) : default;

    public static implicit operator Arg(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(double? value) => value is { } v ? v : default(Arg);

    public static implicit operator Arg(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public static implicit operator Arg(bool? value) => value is { } v ? v : default(Arg);

    public static implicit operator Arg(long[]? value) => value is null ? default : new(ValueKind.IntList, reference: value);

    public static implicit operator Arg(ReadOnlySpan<long> value) => new(ValueKind.IntList, reference: value.ToArray());

    public static implicit operator Arg(double[]? value) => value is null ? default : new(ValueKind.DoubleList, reference: value);

    public static implicit operator Arg(torch.Tensor?[]? value) => value is null ? default : new(ValueKind.TensorList, reference: value);

    public static implicit operator Arg(string? value) => value is null ? default : new(ValueKind.String, reference: value);

    public static implicit operator Arg(Scalar? value) => value is null ? default : value.ToArg();

    public static implicit operator Arg(torch.ScalarType value) => new(ValueKind.Int, (long)value);

    public static implicit operator Arg(torch.ScalarType? value) => value is { } v ? v : default(Arg);

    public static implicit operator Arg(torch.Device? value) =>
        value is null ? default : new(ValueKind.Device, (long)value.type, value.index);

    public static implicit operator Arg(torch.Generator? value) =>
        value is null ? default : new(ValueKind.Generator, reference: value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Arg Complex(double real, double imaginary) =>
        new(ValueKind.Complex, BitConverter.DoubleToInt64Bits(real), BitConverter.DoubleToInt64Bits(imaginary));
}
