using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features.Radiomics;

namespace EchoSynth.Imaging.Features;

/// <summary>81 named features of grey values, texture, speckle, spectrum and mask shape, defined in docs/evaluation-features.md; no weights are needed.</summary>
/// <remarks>
/// All are in pixels, shares and grey values in [0, 1]; none depends on the spacing. They are finite for every image, constant ones and empty masks included. Images of a call are
/// described in parallel, each by itself. Safe for concurrent calls.
/// </remarks>
public sealed class RadiomicExtractor : IFeatureExtractor
{
    /// <summary>Images must have at least this many columns and rows.</summary>
    public const int MinimumSize = 16;

    private const int Version = 1;
    private const double HighestRatio = 100;

    internal static readonly (string Name, AnatomyLabel Label)[] Structures = [("lv", AnatomyLabel.LeftVentricle), ("myocardium", AnatomyLabel.Myocardium), ("la", AnatomyLabel.LeftAtrium)];
    private static readonly byte[] s_blank = new byte[MinimumSize * MinimumSize];
    private static readonly string[] s_names = [.. Describe(EchoImage.FromBytes(MinimumSize, MinimumSize, s_blank), new AnatomyMask(MinimumSize, MinimumSize, s_blank)).Names];

    /// <inheritdoc/>
    public string Name => "radiomic";

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames => s_names;

    /// <inheritdoc/>
    public string Fingerprint => FormattableString.Invariant($"radiomic/{Version}");

    /// <inheritdoc/>
    public bool Standardise => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An image is smaller than 16 × 16, or of another size than its mask.</exception>
    public double[][] Extract(IReadOnlyList<EchoPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        foreach (var (item, image, mask) in pairs)
        {
            if (image.Width != mask.Width || image.Height != mask.Height)
                throw new ArgumentException($"'{item.Id}': the mask is {mask.Width} × {mask.Height}, the image {image.Width} × {image.Height}.", nameof(pairs));
            if (Math.Min(image.Width, image.Height) < MinimumSize)
                throw new ArgumentException($"'{item.Id}' is {image.Width} × {image.Height}; radiomic features need at least {MinimumSize} × {MinimumSize} pixels.", nameof(pairs));
        }
        var rows = new double[pairs.Count][];
        Parallel.For(0, rows.Length, i => rows[i] = [.. Describe(pairs[i].Image, pairs[i].Mask).Values]);
        return rows;
    }

    private static FeatureList Describe(EchoImage image, AnatomyMask mask)
    {
        var sector = Regions.Sector(mask, image);
        (string Name, bool[] Inside)[] regions = [("sector", sector), .. Structures.Select(s => (s.Name, Regions.Of(mask, s.Label))), ("surround", Regions.Surround(mask, sector))];
        var list = new FeatureList();
        foreach (var (name, inside) in regions)
        {
            var values = Values(image, inside);
            FirstOrder.Add(list, name, values);
            var (mean, m2, _, _) = FirstOrder.Moments(values);
            if (name == "sector")
                BandShares.Add(list, image, sector, mean, m2 == 0);
            else
                // Speckle's signal-to-noise ratio; without noise it has no bound.
                list.Add($"{name}.snr", mean > 0 ? Math.Min(HighestRatio, mean / Math.Sqrt(m2)) : 0);
        }
        var levels = CoOccurrence.Quantise(image);
        foreach (var (name, inside) in regions.Where(r => r.Name is "sector" or "myocardium" or "surround"))
            CoOccurrence.Add(list, name, levels, inside, image.Width);
        foreach (var (name, inside) in regions.Where(r => r.Name is "lv" or "myocardium" or "surround"))
        {
            foreach (var lag in (ReadOnlySpan<int>)[1, 2])
            {
                list.Add($"{name}.lag{lag}-x", LagCorrelation.Measure(image, inside, lag, 0));
                list.Add($"{name}.lag{lag}-y", LagCorrelation.Measure(image, inside, 0, lag));
            }
        }
        MaskShape.Add(list, mask, sector);
        return list;
    }

    private static float[] Values(EchoImage image, bool[] inside)
    {
        var values = new float[inside.Count(i => i)];
        for (int i = 0, n = 0; i < inside.Length; i++)
        {
            if (inside[i])
                values[n++] = image.Pixels[i];
        }
        return values;
    }
}
