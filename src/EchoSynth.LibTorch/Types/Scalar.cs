using System.Numerics;
using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

/// <summary>One number of any type.</summary>
public sealed class Scalar : IDisposable
{
    private readonly torch.ScalarType _type;
    private readonly long _integer;
    private readonly double _number;
    private readonly double _imaginary;

    internal Scalar(long value, torch.ScalarType type = torch.ScalarType.Int64)
    {
        _integer = value;
        _number = value;
        _type = type;
    }

    internal Scalar(double value, double imaginary = 0, torch.ScalarType type = torch.ScalarType.Float64)
    {
        _number = value;
        _imaginary = imaginary;
        _type = type;
    }

    public torch.ScalarType Type => _type;

    internal long Integer => _type is torch.ScalarType.Int64 or torch.ScalarType.Bool ? _integer : (long)_number;

    internal double Number => _number;

    internal double Imaginary => _imaginary;

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(sbyte value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(Half value) => new((double)value);

    public static implicit operator Scalar(BFloat16 value) => new((double)value.ToSingle());

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, torch.ScalarType.Bool);

    public static implicit operator Scalar((float, float) value) => new(value.Item1, value.Item2, torch.ScalarType.ComplexFloat64);

    public static implicit operator Scalar(Complex value) => new(value.Real, value.Imaginary, torch.ScalarType.ComplexFloat64);

    public void Dispose()
    {
        // Nothing native stands behind it; the method is there for those who dispose of it.
    }

    internal static Scalar Of(in NativeValue value) => value.Kind switch
    {
        ValueKind.Double => new(value.Number),
        ValueKind.Bool => new(value.Integer, torch.ScalarType.Bool),
        ValueKind.Complex => new(value.Number, value.Imaginary, torch.ScalarType.ComplexFloat64),
        _ => new(value.Integer),
    };

    internal Arg ToArg() => _type switch
    {
        torch.ScalarType.Int64 => _integer,
        torch.ScalarType.Bool => _integer != 0,
        torch.ScalarType.ComplexFloat64 => Arg.Complex(_number, _imaginary),
        _ => _number,
    };
}
