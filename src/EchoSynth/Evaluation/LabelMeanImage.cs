using EchoSynth.Imaging;
using EchoSynth.Training;

namespace EchoSynth.Evaluation;

/// <summary>The plainest generator there is: every label painted with its mean grey. A model that does not beat it has learned nothing of the image.</summary>
public sealed class LabelMeanImage
{
    private readonly float[] _grey = new float[5];

    /// <summary>Measures the mean grey of each label (sector included) over a training set.</summary>
    public LabelMeanImage(TrainingSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] sums = new double[5], counts = new double[5];
        foreach (var pair in data.Pairs)
        {
            var pixels = pair.Image.Pixels;
            var labels = pair.Mask.Labels;
            for (var i = 0; i < pixels.Length; i++)
            {
                sums[labels[i]] += pixels[i];
                counts[labels[i]]++;
            }
        }
        for (var label = 1; label < 5; label++)
            _grey[label] = counts[label] > 0 ? (float)(sums[label] / counts[label]) : 0;
    }

    /// <summary>Paints a mask.</summary>
    /// <returns>An image of the mask's size in [0, 1]; background stays 0.</returns>
    public EchoImage Draw(AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var pixels = new float[mask.Width * mask.Height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = _grey[mask.Labels[i]];
        return new EchoImage(mask.Width, mask.Height, pixels, mask.Spacing);
    }
}
