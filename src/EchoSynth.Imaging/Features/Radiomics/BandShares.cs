using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Features.Radiomics;

/// <summary>
/// How the sector's energy is spread over four bands of radial frequency: the image minus the sector's mean, 0 outside, times a Hann window; bands end at 1/16, 1/8, 1/4 and
/// 1/2 cycles per pixel, without the frequency 0. Shares of their sum; all 0 where the sector is empty or constant.
/// </summary>
internal static class BandShares
{
    private static readonly double[] s_ends = [1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2];

    public static void Add(FeatureList list, EchoImage image, bool[] sector, double mean, bool constant)
    {
        var energy = constant ? new double[s_ends.Length] : Energy(image, sector, mean);
        var total = energy.Sum();
        for (var band = 0; band < energy.Length; band++)
            list.Add($"sector.band{band + 1}", total > 0 ? energy[band] / total : 0);
    }

    private static double[] Energy(EchoImage image, bool[] sector, double mean)
    {
        var (width, height) = (image.Width, image.Height);
        var (across, down) = (Hann(width), Hann(height));
        var values = new double[width * height];
        for (var i = 0; i < values.Length; i++)
            values[i] = sector[i] ? (image.Pixels[i] - mean) * across[i % width] * down[i / width] : 0;
        var power = Fourier.Power(values, width, height);
        var energy = new double[s_ends.Length];
        var (fx, fy) = (SquaredFrequencies(width), SquaredFrequencies(height));
        for (var i = 1; i < power.Length; i++)
        {
            var (square, band) = (fx[i % width] + fy[i / width], 0);
            while (band < s_ends.Length && square > s_ends[band] * s_ends[band])
                band++;
            if (band < s_ends.Length)
                energy[band] += power[i];
        }
        return energy;
    }

    private static double[] SquaredFrequencies(int length) => [.. Enumerable.Range(0, length).Select(i => Math.Pow((double)Math.Min(i, length - i) / length, 2))];

    private static double[] Hann(int length) => [.. Enumerable.Range(0, length).Select(i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / (length - 1)))];
}
