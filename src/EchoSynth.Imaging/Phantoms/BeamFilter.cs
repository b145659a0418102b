using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>A separable Gaussian in beam space whose width changes with depth: one lateral and one axial kernel per row.</summary>
internal sealed class BeamFilter
{
    private const int MaxRadius = 24;
    private readonly float[][] _lateral;
    private readonly float[][] _axial;

    /// <param name="lateral">σ across the beams per depth, in beams.</param>
    /// <param name="axial">σ along the beam per depth, in samples.</param>
    /// <param name="unitPower">Σk² = 1, which keeps the power of white noise, or Σk = 1, which keeps a constant.</param>
    public BeamFilter(double[] lateral, double[] axial, bool unitPower)
    {
        var shared = new Dictionary<int, float[]>();
        _lateral = [.. lateral.Select(Kernel)];
        _axial = [.. axial.Select(Kernel)];

        float[] Kernel(double sigma)
        {
            // Widths in steps of 1/32 sample, so that neighbouring depths share their kernels.
            var step = (int)Math.Round(sigma * 32);
            if (!shared.TryGetValue(step, out var kernel))
                shared[step] = kernel = Gaussian(step / 32.0, unitPower);
            return kernel;
        }
    }

    /// <summary>Filters <paramref name="plane"/> in place; <paramref name="scratch"/> is as large and is overwritten.</summary>
    public void Apply(Span<float> plane, Span<float> scratch)
    {
        Span<float> padded = stackalloc float[BeamGrid.Beams + (2 * MaxRadius)];
        for (var d = 0; d < BeamGrid.Depths; d++)
        {
            var row = plane.Slice(d * BeamGrid.Beams, BeamGrid.Beams);
            Mirror(row, padded);
            Lateral(padded, scratch.Slice(d * BeamGrid.Beams, BeamGrid.Beams), _lateral[d]);
        }
        for (var d = 0; d < BeamGrid.Depths; d++)
            Axial(scratch, plane.Slice(d * BeamGrid.Beams, BeamGrid.Beams), d, _axial[d]);
    }

    private static void Lateral(ReadOnlySpan<float> padded, Span<float> output, float[] kernel)
    {
        var first = MaxRadius - (kernel.Length / 2);
        ref var source = ref MemoryMarshal.GetReference(padded);
        ref var target = ref MemoryMarshal.GetReference(output);
        for (var x = 0; x < output.Length; x += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (var k = 0; k < kernel.Length; k++)
                sum += Vector.LoadUnsafe(ref source, (nuint)(first + x + k)) * kernel[k];
            sum.StoreUnsafe(ref target, (nuint)x);
        }
    }

    private static void Axial(ReadOnlySpan<float> source, Span<float> output, int depth, float[] kernel)
    {
        var radius = kernel.Length / 2;
        Span<int> starts = stackalloc int[kernel.Length];
        for (var k = 0; k < kernel.Length; k++)
            starts[k] = Reflect(depth + k - radius, BeamGrid.Depths) * BeamGrid.Beams;
        ref var origin = ref MemoryMarshal.GetReference(source);
        ref var target = ref MemoryMarshal.GetReference(output);
        for (var x = 0; x < output.Length; x += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (var k = 0; k < kernel.Length; k++)
                sum += Vector.LoadUnsafe(ref origin, (nuint)(starts[k] + x)) * kernel[k];
            sum.StoreUnsafe(ref target, (nuint)x);
        }
    }

    private static void Mirror(ReadOnlySpan<float> row, Span<float> padded)
    {
        row.CopyTo(padded[MaxRadius..]);
        for (var i = 0; i < MaxRadius; i++)
        {
            padded[MaxRadius - 1 - i] = row[i];
            padded[MaxRadius + row.Length + i] = row[row.Length - 1 - i];
        }
    }

    private static int Reflect(int index, int length) => index < 0 ? -index - 1 : index >= length ? (2 * length) - 1 - index : index;

    private static float[] Gaussian(double sigma, bool unitPower)
    {
        if (sigma < 0.1)
            return [1];
        var radius = Math.Min(MaxRadius, (int)Math.Ceiling(3 * sigma));
        var kernel = new double[(2 * radius) + 1];
        for (var i = 0; i < kernel.Length; i++)
            kernel[i] = Math.Exp(-0.5 * (i - radius) * (i - radius) / (sigma * sigma));
        var norm = unitPower ? Math.Sqrt(kernel.Sum(k => k * k)) : kernel.Sum();
        return [.. kernel.Select(k => (float)(k / norm))];
    }
}
