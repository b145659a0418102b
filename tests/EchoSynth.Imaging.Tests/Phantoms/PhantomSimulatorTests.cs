using System.Diagnostics;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

public class PhantomSimulatorTests
{
    [Fact]
    public void The_same_seeds_give_the_same_frame_on_any_thread()
    {
        var reference = PhantomTesting.Frame();
        var frames = new PhantomFrame[8];
        Parallel.For(0, frames.Length, i => frames[i] = PhantomTesting.Frame());

        foreach (var frame in frames)
        {
            Assert.True(reference.Image.Pixels.SequenceEqual(frame.Image.Pixels));
            Assert.True(reference.Mask.Labels.SequenceEqual(frame.Mask.Labels));
        }
    }

    [Fact]
    public void Another_seed_is_the_same_heart_recorded_again()
    {
        var (a, b) = (PhantomTesting.Frame(seed: 1), PhantomTesting.Frame(seed: 2));
        var (error, count) = (0.0, 0);
        for (var i = 0; i < a.Sector.Length; i++)
        {
            if (!a.Sector[i])
                continue;
            error += Math.Pow(a.Image.Pixels[i] - b.Image.Pixels[i], 2);
            count++;
        }

        Assert.True(a.Mask.Labels.SequenceEqual(b.Mask.Labels));
        Assert.True(a.Sector.SequenceEqual(b.Sector));
        // Different enough to be another recording, alike enough to be the same heart.
        Assert.InRange(10 * Math.Log10(count / error), 14, 22);
    }

    [Fact]
    public void Another_heart_has_another_mask() =>
        Assert.False(PhantomTesting.Frame(heart: 1).Mask.Labels.SequenceEqual(PhantomTesting.Frame(heart: 2).Mask.Labels));

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(256)]
    [InlineData(512)]
    public void Every_size_works_and_the_sector_is_where_the_image_is_not_zero(int size)
    {
        foreach (var scanner in ScannerPreset.All)
        {
            var frame = PhantomTesting.Frame(scanner: scanner, size: size);

            Assert.Equal((size, size), (frame.Image.Width, frame.Mask.Height));
            Assert.True(frame.Image.Spacing.IsIsotropic);
            Assert.Equal(frame.Image.Spacing, frame.Mask.Spacing);
            var bytes = frame.Image.ToBytes();
            for (var i = 0; i < bytes.Length; i++)
                Assert.Equal(frame.Sector[i], bytes[i] > 0);
            foreach (var label in new[] { AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium })
                Assert.True(frame.Mask.Count(label) > 0);
        }
    }

    [Fact]
    public void The_sector_has_the_scanners_depth_angle_and_area()
    {
        var scanner = ScannerPreset.Default;
        var frame = PhantomTesting.Frame(scanner: scanner, size: 256);
        var area = frame.Sector.Count(true) * frame.Image.Spacing.X * frame.Image.Spacing.Y;
        var rows = Enumerable.Range(0, 256).Where(y => frame.Sector.Slice(y * 256, 256).Contains(true)).ToArray();

        Assert.Equal(scanner.HalfAngleDegrees * Math.PI / 180 * scanner.DepthMm * scanner.DepthMm, area, 0.02 * area);
        Assert.Equal(scanner.DepthMm, rows.Length * frame.Image.Spacing.Y, 4.0);
        // Apex on top: the first row is narrow.
        Assert.True(frame.Sector.Slice(rows[2] * 256, 256).Count(true) < 20);
    }

    [Fact]
    public void A_small_image_is_the_average_of_a_large_one()
    {
        var (small, large) = (PhantomTesting.Frame(size: 64), PhantomTesting.Frame(size: 256));
        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                var (sum, all) = (0f, true);
                for (var k = 0; k < 16; k++)
                {
                    var at = (((4 * y) + (k / 4)) * 256) + (4 * x) + (k % 4);
                    sum += large.Image.Pixels[at] / 16;
                    all &= large.Sector[at];
                }
                if (all)
                    Assert.Equal(sum, small.Image[x, y], 1e-4f);
            }
        }
    }

    [Theory]
    [InlineData(EchoView.FourChamber)]
    [InlineData(EchoView.TwoChamber)]
    public void Blood_is_darker_than_muscle_with_every_scanner(EchoView view)
    {
        foreach (var scanner in ScannerPreset.All)
        {
            var (blood, atrium, muscle) = (0.0, 0.0, 0.0);
            for (var seed = 0UL; seed < 6; seed++)
            {
                var frame = PhantomTesting.Frame(seed, view, seed % 2, scanner, 64, seed);
                blood += PhantomTesting.Mean(frame, AnatomyLabel.LeftVentricle) / 6;
                atrium += PhantomTesting.Mean(frame, AnatomyLabel.LeftAtrium) / 6;
                muscle += PhantomTesting.Mean(frame, AnatomyLabel.Myocardium) / 6;
            }
            Assert.True(Decibels(muscle) - Decibels(blood) > 8, $"{scanner.Name}: {Decibels(muscle) - Decibels(blood):F1} dB");
            Assert.True(Decibels(muscle) - Decibels(atrium) > 8, $"{scanner.Name}: {Decibels(muscle) - Decibels(atrium):F1} dB");

            // The grey map undone at the mean grey.
            double Decibels(double grey) => scanner.DynamicRangeDb * Math.Pow(grey, 1 / scanner.GreyGamma);
        }
    }

    [Fact]
    public void The_right_heart_is_in_the_four_chamber_view_alone()
    {
        var heart = new PhantomAnatomy { Irregularity = 0, TiltDegrees = 0, ApexOffsetMm = 0 };
        var scanner = ScannerPreset.ByName("high-resolution");

        Assert.NotNull(new HeartGeometry(heart, EchoView.FourChamber, 0).RightVentricle);
        Assert.Null(new HeartGeometry(heart, EchoView.TwoChamber, 0).RightVentricle);
        Assert.True(LeftOfSeptum(EchoView.FourChamber) < 0.7 * LeftOfSeptum(EchoView.TwoChamber));

        // Mean grey where the right ventricle lies, 48 mm left of the long axis, above the tricuspid leaflets.
        double LeftOfSeptum(EchoView view)
        {
            var sum = 0.0;
            for (var seed = 0UL; seed < 12; seed++)
            {
                var frame = PhantomSimulator.Render(heart, view, 0.0, scanner, 128, seed);
                var (x, y) = ((int)(64 - (48 / frame.Image.Spacing.X)), (int)(((0.5 * ((128 * frame.Image.Spacing.Y) - scanner.DepthMm)) + 80) / frame.Image.Spacing.Y));
                for (var k = 0; k < 25; k++)
                    sum += frame.Image[x + (k % 5) - 2, y + (k / 5) - 2];
            }
            return sum;
        }
    }

    [Fact]
    public void Bounds_are_checked_with_the_right_words()
    {
        var heart = new PhantomAnatomy();
        var scanner = ScannerPreset.Default;

        Assert.Contains("32…1024", Assert.Throws<ArgumentOutOfRangeException>(() => PhantomSimulator.Render(heart, EchoView.FourChamber, 0.0, scanner, 31, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PhantomSimulator.Render(heart, EchoView.Unknown, 0.0, scanner, 64, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhantomSimulator.Render(heart, EchoView.FourChamber, CardiacPhase.Unknown, scanner, 64, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhantomSimulator.Render(heart, EchoView.FourChamber, -0.1, scanner, 64, 1));
        Assert.Contains("LvLengthMm", Assert.Throws<ArgumentException>(() => PhantomSimulator.Render(heart with { LvLengthMm = 5 }, EchoView.FourChamber, 0.0, scanner, 64, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Looks", Assert.Throws<ArgumentException>(() => PhantomSimulator.Render(heart, EchoView.FourChamber, 0.0, scanner with { Looks = 0 }, 64, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extreme_hearts_and_scanners_draw_without_failing()
    {
        var large = new PhantomAnatomy { LvLengthMm = 110, LvDiameterMm = 70, WallMm = 16, LaLengthMm = 70, LaDiameterMm = 65, RvDiameterMm = 55, ApexDepthMm = 35, Irregularity = 0.08 };
        var small = new PhantomAnatomy { LvLengthMm = 60, LvDiameterMm = 32, WallMm = 5, EjectionFraction = 0.8, LaLengthMm = 28, LaDiameterMm = 26, RvDiameterMm = 20, ApexDepthMm = 6, Irregularity = 0.08 };
        var blunt = ScannerPreset.Default with { HalfAngleDegrees = 25, LateralResolutionDegrees = 5, AxialResolutionMm = 3.5, FocusMm = 40, SmoothingMm = 4, Looks = 4 };
        foreach (var heart in new[] { large, small })
        {
            foreach (var phase in new[] { CardiacPhase.EndDiastole, CardiacPhase.EndSystole })
                Assert.False(PhantomSimulator.Render(heart, EchoView.FourChamber, phase, blunt, 64, 1).Image.Pixels.ContainsAnyExceptInRange(0f, 1f));
        }
    }

    [Fact]
    public void A_frame_of_256_takes_far_less_than_a_tenth_of_a_second()
    {
        for (ulong i = 0; i < 30; i++)
            PhantomTesting.Frame(size: 256, seed: i);
        var best = double.MaxValue;
        for (ulong i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            PhantomTesting.Frame(size: 256, seed: i);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Assert.True(best < 50, $"{best:F1} ms");
    }
}
