using System.Globalization;
using EchoSynth.Imaging.Anatomies;

namespace EchoSynth.Cli.Anatomies;

/// <summary>What is to be drawn of one view; made once it is known that it can be.</summary>
internal sealed record AnatomyPlan(ShapeModel Model, int Count, ShapeFrame Frame, Func<int, (ShapeAnatomy Anatomy, ShapeTargets? Asked)> Anatomy)
{
    /// <summary>Draws one, from 0.</summary>
    public DrawnAnatomy Draw(int index)
    {
        var (anatomy, asked) = Anatomy(index);
        return new DrawnAnatomy(string.Create(CultureInfo.InvariantCulture, $"shape{index + 1:0000}"), Model.Options.View, anatomy, asked, anatomy.Render(Frame));
    }
}
