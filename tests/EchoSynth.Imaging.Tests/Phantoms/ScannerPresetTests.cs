using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

public class ScannerPresetTests
{
    [Fact]
    public void There_are_five_valid_presets_found_by_name()
    {
        Assert.Equal(5, ScannerPreset.All.Count);
        Assert.Equal(5, ScannerPreset.All.Select(p => p.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (var preset in ScannerPreset.All)
        {
            preset.Validate();
            Assert.Same(preset, ScannerPreset.ByName(preset.Name.ToUpperInvariant()));
        }
        Assert.Same(ScannerPreset.Default, ScannerPreset.ByName("standard"));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_names()
    {
        var error = Assert.Throws<ArgumentException>(() => ScannerPreset.ByName("nonesuch"));

        Assert.Contains("'nonesuch'", error.Message, StringComparison.Ordinal);
        Assert.All(ScannerPreset.All, p => Assert.Contains(p.Name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void One_exception_names_every_setting_out_of_range()
    {
        var error = Assert.Throws<ArgumentException>(() => (ScannerPreset.Default with { FrequencyMHz = 9, DepthMm = -1 }).Validate());

        Assert.Contains("FrequencyMHz is 9 MHz; it must be 1…6 MHz.", error.Message, StringComparison.Ordinal);
        Assert.Contains("DepthMm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_two_presets_differ_measurably_in_the_picture()
    {
        var measures = ScannerPreset.All.Select(Measures).ToArray();
        for (var i = 0; i < measures.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var differing = measures[i].Zip(measures[j], (x, y) => Math.Max(x, y) / Math.Min(x, y)).Count(ratio => ratio > 1.08);
                Assert.True(differing >= 2, $"{ScannerPreset.All[i].Name} and {ScannerPreset.All[j].Name}: {string.Join(" ", measures[i])} | {string.Join(" ", measures[j])}");
            }
        }
    }

    /// <summary>Pixel spacing, mean grey, contrast of muscle and blood, roughness of the myocardium, and the near field's grey.</summary>
    private static double[] Measures(ScannerPreset scanner)
    {
        var (spacing, mean, contrast, rough, near) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var seed = 0UL; seed < 6; seed++)
        {
            var frame = PhantomTesting.Frame(seed, scanner: scanner, seed: seed);
            spacing = frame.Image.Spacing.X;
            mean += frame.Image.Pixels.ToArray().Sum() / frame.Sector.Count(true) / 6;
            contrast += PhantomTesting.Mean(frame, AnatomyLabel.Myocardium) / PhantomTesting.Mean(frame, AnatomyLabel.LeftVentricle) / 6;
            var (sum, count) = (0.0, 0);
            for (var i = 1; i < frame.Image.Pixels.Length; i++)
            {
                if (frame.Mask.Labels[i] != 2 || frame.Mask.Labels[i - 1] != 2)
                    continue;
                sum += Math.Abs(frame.Image.Pixels[i] - frame.Image.Pixels[i - 1]);
                count++;
            }
            rough += sum / count / 6;
            var first = frame.Sector.IndexOf(true) / frame.Image.Width;
            near += frame.Image[frame.Image.Width / 2, first + (int)(14 / spacing)] / 6;
        }
        return [spacing, mean, contrast, rough, near];
    }
}
