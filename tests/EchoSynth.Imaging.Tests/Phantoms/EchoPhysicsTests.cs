using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

/// <summary>The physics below the picture: a homogeneous medium through the same filters.</summary>
public class EchoPhysicsTests
{
    private const int Samples = BeamGrid.Samples;
    private static readonly BeamGrid Standard = new(ScannerPreset.Default);

    [Fact]
    public void Speckle_of_a_homogeneous_medium_is_rayleigh()
    {
        var (mean, snr) = EnvelopeStatistics(Standard);

        // Rayleigh: mean √(π/4) at unit power, mean over deviation √(π/(4 − π)) = 1.913.
        Assert.Equal(Math.Sqrt(Math.PI / 4), mean, 0.02);
        Assert.Equal(1.913, snr, 0.06);
    }

    [Fact]
    public void Looks_raise_the_speckles_snr_by_their_root()
    {
        var (_, one) = EnvelopeStatistics(new BeamGrid(ScannerPreset.Default with { Looks = 1 }));
        var (_, three) = EnvelopeStatistics(new BeamGrid(ScannerPreset.Default with { Looks = 3 }));

        Assert.InRange(three / one, 1.55, 1.95);
    }

    [Fact]
    public void Speckle_widens_laterally_with_depth_in_millimetres()
    {
        var power = Speckle(Standard, 3);
        var (near, far) = (LateralWidthMm(40), LateralWidthMm(140));

        // A constant angle would give 140/40 = 3.5; the beam spreads away from its focus besides.
        Assert.InRange(far / near, 2.8, 4.5);
        // Power of Gaussian speckle correlates as exp(−Δ²/2σ²): half at 1.18 σ, here 3.7 mm, less what the mean of 160 beams takes away.
        Assert.InRange(far, 2.8, 4);

        double LateralWidthMm(double depth)
        {
            var centre = (int)((depth - BeamGrid.FirstDepthMm) / Standard.StepMm);
            var width = 0.0;
            for (var d = centre - 15; d < centre + 15; d++)
                width += CorrelationWidth(power, d * BeamGrid.Beams, 1, BeamGrid.Beams) / 30;
            return width * Standard.StepAngle * depth;
        }
    }

    [Fact]
    public void Axial_speckle_follows_the_pulse()
    {
        var ratio = AxialWidth(2.4) / AxialWidth(1.2);

        Assert.InRange(ratio, 1.6, 2.4);

        static double AxialWidth(double resolution)
        {
            var power = Speckle(new BeamGrid(ScannerPreset.Default with { AxialResolutionMm = resolution }), 9);
            return Enumerable.Range(20, 120).Average(b => CorrelationWidth(power, b, BeamGrid.Beams, BeamGrid.Depths));
        }
    }

    [Fact]
    public void Uncompensated_attenuation_is_two_way_in_depth_and_frequency()
    {
        var scanner = ScannerPreset.Default with { TgcDbPerCm = 0, AttenuationDbPerCmMHz = 0.5, FrequencyMHz = 3 };
        var grid = new BeamGrid(scanner);
        var (shallow, deep) = (50, 300);
        var centimetres = (deep - shallow) * grid.StepMm / 10;

        var lost = 20 * Math.Log10(grid.SignalGain[shallow] / grid.SignalGain[deep]);

        Assert.Equal(2 * 0.5 * 3 * centimetres, lost, 0.01);
    }

    [Fact]
    public void Compensation_raises_the_noise_with_the_signal()
    {
        var (with, without) = (new BeamGrid(ScannerPreset.Default), new BeamGrid(ScannerPreset.Default with { TgcDbPerCm = 0 }));
        const int d = 350;

        var gain = with.SignalGain[d] / without.SignalGain[d];

        Assert.True(gain > 3);
        Assert.Equal(gain * gain, with.NoisePower[d] / without.NoisePower[d], 0.01f * gain * gain);
    }

    [Fact]
    public void The_sides_drop_out_at_depth()
    {
        var grid = new BeamGrid(ScannerPreset.Default with { SideLobeDb = -60, NoiseDb = -120, SpecularStrength = 0 });
        var none = new BeamGrid(grid.Scanner with { LateralDropout = 0 });

        Assert.InRange(EdgeLossDb(grid), 5, 24);
        Assert.InRange(EdgeLossDb(none), -0.01, 0.01);

        static double EdgeLossDb(BeamGrid grid)
        {
            // Against the same appearance without dropout, so that the gain field cancels.
            var (here, reference) = (Propagated(grid), Propagated(new BeamGrid(grid.Scanner with { LateralDropout = 0 })));
            return 20 * Math.Log10(reference[300 * BeamGrid.Beams] / here[300 * BeamGrid.Beams]);
        }

        static float[] Propagated(BeamGrid grid)
        {
            var amplitude = new float[Samples];
            Array.Fill(amplitude, 0.4f);
            BeamSynthesis.Propagate(grid, new FrameAppearance(4, grid.Scanner), amplitude, new float[Samples]);
            return amplitude;
        }
    }

    [Fact]
    public void A_boundary_across_the_beam_gives_a_mirror_echo_and_one_along_it_none()
    {
        Assert.True(Strongest((d, b) => d < 200) > 0.05);
        Assert.Equal(0, Strongest((d, b) => b < 80), 1e-6);

        static double Strongest(Func<int, int, bool> bright)
        {
            var amplitude = Enumerable.Range(0, Samples).Select(i => bright(i / BeamGrid.Beams, i % BeamGrid.Beams) ? 0.5f : 0.02f).ToArray();
            var specular = new float[Samples];
            BeamSynthesis.Propagate(Standard, new FrameAppearance(4, Standard.Scanner), amplitude, specular);
            return specular.Max(MathF.Abs);
        }
    }

    [Fact]
    public void A_mirror_echo_adds_to_the_scatterers_without_speckle()
    {
        var specular = new float[Samples];
        specular.AsSpan(200 * BeamGrid.Beams, BeamGrid.Beams).Fill(1f);
        var power = new float[Samples];
        BeamSynthesis.Speckle(Standard, new float[Samples], specular, 1, power);
        var line = power.AsSpan(200 * BeamGrid.Beams, BeamGrid.Beams).ToArray();

        Assert.True(line.Average() > 0.5);
        Assert.Equal(line.Min(), line.Max(), 0.01f * line.Max());
        Assert.Equal(0, power[20 * BeamGrid.Beams], 1e-6f);
    }

    [Fact]
    public void Side_lobes_fill_a_dark_gap_beside_bright_tissue()
    {
        Assert.Equal(-20, GapDb(-20), 1.5);
        Assert.Equal(-40, GapDb(-40), 1.5);

        static double GapDb(double level)
        {
            var grid = new BeamGrid(ScannerPreset.Default with { SideLobeDb = level, NoiseDb = -120, LateralDropout = 0, SpecularStrength = 0 });
            var amplitude = Enumerable.Range(0, Samples).Select(i => Math.Abs((i % BeamGrid.Beams) - 80) < 3 ? 0f : 0.5f).ToArray();
            BeamSynthesis.Propagate(grid, new FrameAppearance(4, grid.Scanner), amplitude, new float[Samples]);
            const int row = 200 * BeamGrid.Beams;
            // Of the 21 beams around the middle of the gap 16 are bright.
            return 20 * Math.Log10(amplitude[row + 80] / amplitude[row + 60]) - (10 * Math.Log10(16 / 21.0));
        }
    }

    [Fact]
    public void The_grey_map_is_the_log_law()
    {
        var map = new GreyMap(ScannerPreset.Default with { DynamicRangeDb = 50, GainDb = 0, GreyGamma = 1 });
        var white = (float)(GreyMap.Reference * GreyMap.Reference);

        Assert.Equal(1f, map[white * 1.01f]);
        Assert.Equal(GreyMap.Floor + ((1 - GreyMap.Floor) * 0.5f), map[white * MathF.Pow(10, -2.5f)], 1e-3f);
        Assert.Equal(GreyMap.Floor, map[white * 1e-6f]);
        Assert.Equal(GreyMap.Floor, map[0f]);
        Assert.Equal(1f, map[1e30f]);
    }

    private static float[] Speckle(BeamGrid grid, ulong seed)
    {
        var amplitude = new float[Samples];
        Array.Fill(amplitude, 1f);
        var power = new float[Samples];
        BeamSynthesis.Speckle(grid, amplitude, new float[Samples], seed, power);
        return power;
    }

    private static (double Mean, double Snr) EnvelopeStatistics(BeamGrid grid)
    {
        var (sum, squares, count) = (0.0, 0.0, 0);
        for (var seed = 0UL; seed < 6; seed++)
        {
            foreach (var power in Speckle(grid, seed))
            {
                sum += Math.Sqrt(power);
                squares += power;
                count++;
            }
        }
        var mean = sum / count;
        return (mean, mean / Math.Sqrt((squares / count) - (mean * mean)));
    }

    /// <summary>Lag at which the autocorrelation of a line falls to one half.</summary>
    private static double CorrelationWidth(float[] values, int start, int stride, int count)
    {
        var line = Enumerable.Range(0, count).Select(i => (double)values[start + (i * stride)]).ToArray();
        var mean = line.Average();
        var variance = line.Average(v => (v - mean) * (v - mean));
        var previous = 1.0;
        for (var lag = 1; lag < count / 2; lag++)
        {
            var sum = 0.0;
            for (var i = 0; i + lag < count; i++)
                sum += (line[i] - mean) * (line[i + lag] - mean);
            var correlation = sum / (count - lag) / variance;
            if (correlation < 0.5)
                return lag - 1 + ((previous - 0.5) / (previous - correlation));
            previous = correlation;
        }
        return count;
    }
}
