using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Tests.Support;

namespace EchoSynth.Tests.Evaluation;

public sealed class LabelMeanImageTests
{
    [Fact]
    public void EveryLabelGetsItsMeanGrey()
    {
        var data = Tiny.Data();
        var painted = new LabelMeanImage(data).Draw(data.Pairs[0].Mask);
        foreach (var label in Enum.GetValues<AnatomyLabel>())
        {
            var values = data.Pairs.SelectMany(p => Enumerable.Range(0, 256).Where(i => p.Mask.Labels[i] == (byte)label).Select(i => p.Image.Pixels[i])).ToArray();
            var here = Enumerable.Range(0, 256).Where(i => data.Pairs[0].Mask.Labels[i] == (byte)label).Select(i => painted.Pixels[i]).ToArray();
            Assert.NotEmpty(here);
            Assert.All(here, v => Assert.Equal(label == AnatomyLabel.Background ? 0 : values.Average(), v, 1e-5));
        }
    }
}
