namespace EchoSynth.Imaging.Framing;

/// <summary>How labels come to a new grid; they are never mixed.</summary>
public enum LabelResampling
{
    /// <summary>The label that covers most of the new pixel: keeps areas and thin walls.</summary>
    Area,

    /// <summary>The label at the new pixel's centre, as other programs' nearest neighbour.</summary>
    Nearest,
}
