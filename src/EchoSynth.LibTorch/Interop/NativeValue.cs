using System.Runtime.InteropServices;

namespace EchoSynth.LibTorch.Interop;

/// <summary>What a <see cref="NativeValue"/> holds; the numbers are those of the native side.</summary>
internal enum ValueKind
{
    None = 0,
    Default = 1,
    Tensor = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    IntList = 6,
    DoubleList = 7,
    TensorList = 8,
    Device = 9,
    Generator = 10,
    String = 11,
    Complex = 12,
}

/// <summary>One argument or result of an operator, as it crosses the border.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal unsafe struct NativeValue
{
    [FieldOffset(0)] internal ValueKind Kind;
    [FieldOffset(8)] internal long Integer;
    [FieldOffset(8)] internal double Number;
    [FieldOffset(8)] internal nint Pointer;
    [FieldOffset(16)] internal long Length;
    [FieldOffset(16)] internal double Imaginary;
}

internal enum TensorFlag
{
    RequiresGrad = 0,
    IsLeaf = 1,
    IsContiguous = 2,
    IsSparse = 3,
    IsInference = 4,
    RetainsGrad = 5,
    IsPinned = 6,
}

internal enum Setting
{
    Tf32MatMul = 0,
    Tf32Cudnn = 1,
    BenchmarkCudnn = 2,
    DeterministicCudnn = 3,
}
