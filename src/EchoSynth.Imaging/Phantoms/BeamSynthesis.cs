using System.Buffers;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>From a map of backscatter amplitudes to grey in beam space.</summary>
internal static class BeamSynthesis
{
    /// <summary>Attenuation, dropout, gain field, side lobes and noise on the tissue's amplitudes, in place; mirror echoes into <paramref name="specular"/>.</summary>
    public static void Propagate(BeamGrid grid, FrameAppearance appearance, Span<float> amplitude, Span<float> specular)
    {
        const int beams = BeamGrid.Beams;
        var scanner = grid.Scanner;
        var lobes = MathF.Pow(10, (float)scanner.SideLobeDb / 10);
        Span<float> gain = stackalloc float[beams];
        Span<float> loss = stackalloc float[beams];
        Span<float> power = stackalloc float[beams];
        for (var b = 0; b < beams; b++)
        {
            var side = (2f * b / (beams - 1)) - 1;
            var edge = Math.Clamp((MathF.Abs(side) - 0.35f) / 0.65f, 0, 1);
            loss[b] = -(side < 0 ? appearance.LeftLossDb : appearance.RightLossDb) * edge * MathF.Sqrt(edge) * (MathF.Log(10) / 20);
        }
        SpecularEchoes(scanner, amplitude, specular);
        for (var d = 0; d < BeamGrid.Depths; d++)
        {
            var row = amplitude.Slice(d * beams, beams);
            var mirror = specular.Slice(d * beams, beams);
            var fraction = grid.DepthMm[d] / (float)scanner.DepthMm;
            var deep = Math.Clamp((fraction - 0.12f) / 0.35f, 0, 1);
            appearance.FillGainRow(fraction, gain);
            for (var b = 0; b < beams; b++)
            {
                var factor = grid.SignalGain[d] * MathF.Exp(gain[b] + (loss[b] * deep));
                mirror[b] *= factor;
                var value = row[b] * factor;
                power[b] = value * value;
            }
            AddSideLobes(power, lobes, grid.NoisePower[d], row);
        }
    }

    /// <summary>Power of the complex sum of scatterers under the point-spread function, averaged over the looks, into <paramref name="power"/>.</summary>
    public static void Speckle(BeamGrid grid, ReadOnlySpan<float> amplitude, ReadOnlySpan<float> specular, ulong seed, Span<float> power)
    {
        var rented = ArrayPool<float>.Shared.Rent(3 * BeamGrid.Samples);
        var real = rented.AsSpan(0, BeamGrid.Samples);
        var imaginary = rented.AsSpan(BeamGrid.Samples, BeamGrid.Samples);
        var scratch = rented.AsSpan(2 * BeamGrid.Samples, BeamGrid.Samples);
        var looks = grid.Scanner.Looks;
        var share = 0.5f / looks; // two unit-variance parts
        power.Clear();
        for (var look = 0; look < looks; look++)
        {
            var random = new PhantomRandom(seed, 0x5BEC + (ulong)look);
            random.FillScatterers(real, imaginary);
            for (var i = 0; i < real.Length; i++)
            {
                real[i] = (real[i] * amplitude[i]) + specular[i];
                imaginary[i] *= amplitude[i];
            }
            grid.PointSpread.Apply(real, scratch);
            grid.PointSpread.Apply(imaginary, scratch);
            for (var i = 0; i < real.Length; i++)
                power[i] += share * ((real[i] * real[i]) + (imaginary[i] * imaginary[i]));
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Log compression in place, and the scanner's smoothing.</summary>
    public static void Display(BeamGrid grid, Span<float> power)
    {
        for (var i = 0; i < power.Length; i++)
            power[i] = grid.GreyMap[power[i]];
        if (grid.Smoothing is not { } smoothing)
            return;
        var rented = ArrayPool<float>.Shared.Rent(BeamGrid.Samples);
        smoothing.Apply(power, rented.AsSpan(0, BeamGrid.Samples));
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The change of impedance along the beam: strong where a boundary lies across it, nothing where it runs along.</summary>
    private static void SpecularEchoes(ScannerPreset scanner, ReadOnlySpan<float> amplitude, Span<float> specular)
    {
        const int beams = BeamGrid.Beams;
        var strength = 0.5f * (float)scanner.SpecularStrength;
        specular[..beams].Clear();
        specular[^beams..].Clear();
        for (var i = beams; i < amplitude.Length - beams; i++)
            specular[i] = strength * (amplitude[i + beams] - amplitude[i - beams]);
    }

    /// <summary>Adds the mean power of ±10 beams, weakened, and the noise; writes amplitudes.</summary>
    private static void AddSideLobes(ReadOnlySpan<float> power, float level, float noise, Span<float> amplitude)
    {
        const int reach = 10;
        var share = level / ((2 * reach) + 1);
        var sum = 0f;
        for (var b = 0; b < reach; b++)
            sum += power[b];
        for (var b = 0; b < power.Length; b++)
        {
            if (b + reach < power.Length)
                sum += power[b + reach];
            if (b - reach - 1 >= 0)
                sum -= power[b - reach - 1];
            amplitude[b] = MathF.Sqrt(power[b] + (share * MathF.Max(sum, 0)) + noise);
        }
    }
}
