using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Tensors;

namespace EchoSynth.Augmentation;

/// <summary>Changes an image and its mask together: flip, affine and elastic warp for both, then gain, gamma and speckle for the image.</summary>
/// <remarks>
/// The result is a pure function of (pair, options, seed), on every machine with the same mathematics library. The sector stays where it is, since it belongs to the scanner and not to the heart:
/// anatomy moves within it, what comes in over its edge goes on with the label at the edge and mirrored texture of that label, and outside everything stays 0. Safe for concurrent use.
/// </remarks>
public sealed class PairAugmenter
{
    private const ulong ElasticStream = 1, SpeckleStream = 2;
    private readonly AugmentationOptions _options;

    /// <summary>Takes the ranges that flips, warps, gain, gamma and speckle are drawn from; nothing is drawn yet.</summary>
    /// <param name="options">Options.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    public PairAugmenter(AugmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = options.Errors().ToArray();
        if (errors.Length > 0)
            throw new Microsoft.Extensions.Options.OptionsValidationException(nameof(AugmentationOptions), typeof(AugmentationOptions), errors);
        _options = options;
    }

    /// <summary>An augmented copy of a pair, of the same size; the pair itself where there is nothing to change.</summary>
    /// <param name="pair">Image and mask. The sector is that of the mask; where it marks none, the image's is found, and the result marks none either.</param>
    /// <param name="seed">The same seed gives the same result.</param>
    /// <exception cref="ArgumentException">Image and mask have different sizes.</exception>
    public EchoPair Apply(EchoPair pair, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var (image, mask) = (pair.Image, pair.Mask);
        // Every change has its own number, so that switching one on leaves the others as they are.
        Span<float> u = stackalloc float[9];
        PhiloxNoise.Uniform(u, seed, 0);
        if (u[0] >= _options.Probability)
            return pair;
        var warp = Warp(u, pair.Item.View, image.Width, image.Height, seed);
        var (gain, gamma) = (Factor(_options.Gain, u[7]), Factor(_options.Gamma, u[8]));
        var grey = gain != 1 || gamma != 1 || _options.Speckle > 0;
        if (warp.IsIdentity && !grey)
            return pair;
        var sector = Regions.Sector(mask, image);
        if (!sector.AsSpan().Contains(true))
            return pair;

        var (pixels, labels) = (image.Pixels.ToArray(), mask.Labels.ToArray());
        if (!warp.IsIdentity)
        {
            for (var i = 0; i < labels.Length; i++)
                labels[i] = (AnatomyLabel)labels[i] == AnatomyLabel.Background && sector[i] ? (byte)AnatomyLabel.Sector : labels[i];
            warp.Apply(image.Width, sector, pixels, labels);
            if (!mask.HasSector)
                labels.AsSpan().Replace((byte)AnatomyLabel.Sector, (byte)AnatomyLabel.Background);
        }
        if (grey)
            Grey(pixels, sector, image.Width, gain, gamma, seed);
        return pair with { Image = new EchoImage(image.Width, image.Height, pixels, image.Spacing), Mask = new AnatomyMask(mask.Width, mask.Height, labels, mask.Spacing) };
    }

    private PairWarp Warp(ReadOnlySpan<float> u, EchoView view, int width, int height, ulong seed)
    {
        var side = Math.Min(width, height);
        return new PairWarp
        {
            Flip = u[1] < _options.FlipProbability && (view == EchoView.TwoChamber || _options.FlipFourChamber),
            Rotation = _options.RotationDegrees * Signed(u[2]),
            Scale = Factor(_options.Scale, u[3]),
            ShiftX = side * _options.Shift * Signed(u[4]),
            ShiftY = side * _options.Shift * Signed(u[5]),
            Shear = _options.Shear * Signed(u[6]),
            Elastic = _options.Elastic > 0 ? new ElasticField(width, height, _options.ElasticPoints, side * _options.Elastic, seed, ElasticStream) : null,
        };
    }

    private void Grey(float[] pixels, bool[] sector, int width, double gain, double gamma, ulong seed)
    {
        var (speckle, height) = (_options.Speckle, pixels.Length / width);
        var field = speckle > 0 ? SpeckleField(width, height, seed) : null;
        for (var i = 0; i < pixels.Length; i++)
        {
            if (!sector[i])
                continue;
            var value = gain * (gamma == 1 ? pixels[i] : Math.Pow(pixels[i], gamma));
            if (field is not null)
                value *= Math.Exp(speckle * field[i] - speckle * speckle / 2);
            pixels[i] = (float)Math.Clamp(value, 0, 1);
        }
    }

    /// <summary>Gaussian noise of variance 1, smoothed to the grain.</summary>
    private double[] SpeckleField(int width, int height, ulong seed)
    {
        var noise = new float[width * height];
        PhiloxNoise.Normal(noise, seed, SpeckleStream);
        var field = Array.ConvertAll(noise, v => (double)v);
        var sigma = _options.SpeckleSize * Math.Min(width, height);
        if (sigma < 0.2)
            return field;
        var weights = GaussianFilter.Gaussian(sigma, (int)Math.Ceiling(3 * sigma));
        var norm = weights.Sum(w => w * w);
        return Array.ConvertAll(GaussianFilter.Filter(field, width, height, weights), v => v / norm);
    }

    private static double Signed(float u) => 2.0 * u - 1;

    private static double Factor(double bound, float u) => bound == 0 ? 1 : Math.Exp(Math.Log(1 + bound) * Signed(u));
}
