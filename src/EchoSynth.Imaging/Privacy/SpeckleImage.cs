using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Privacy;

/// <summary>One image's speckle at working size and small.</summary>
internal sealed class SpeckleImage
{
    public SpeckleImage(EchoPair pair)
    {
        Working = SpeckleResidual.Of(pair, SpeckleResidual.MaxSize);
        Small = Math.Max(Working.Width, Working.Height) <= VectorFourier.Size ? Working : SpeckleResidual.Of(pair, VectorFourier.Size);
    }

    public SpeckleResidual Working { get; }

    public SpeckleResidual Small { get; }

    /// <summary>Pixels of the working size in a pixel of the small one.</summary>
    public double Scale => (double)Math.Max(Working.Width, Working.Height) / Math.Max(Small.Width, Small.Height);

    public float[] Mirrored()
    {
        var (width, values) = (Working.Width, (float[])Working.Values.Clone());
        for (var y = 0; y < Working.Height; y++)
            values.AsSpan(y * width, width).Reverse();
        return values;
    }
}
