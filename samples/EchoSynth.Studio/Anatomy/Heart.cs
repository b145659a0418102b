namespace EchoSynth.Studio.Anatomy;

/// <summary>Handles of the three contours, checked or made by the program itself, with the curves through them.</summary>
internal sealed class Heart
{
    public Heart(Mm[] cavity, Mm[] wall, Mm[] atrium)
    {
        (Cavity, Wall, Atrium) = (cavity, wall, atrium);
        Endocardium = Curve.Through(cavity);
        Epicardium = Curve.Through(wall);
        Outer = [.. Epicardium, cavity[^1], cavity[0]];
        AtrialLine = Curve.Through([cavity[0], .. atrium, cavity[^1]]);
    }

    public Mm[] Cavity { get; }

    public Mm[] Wall { get; }

    public Mm[] Atrium { get; }

    /// <summary>From the annulus' left end over the apex to its right end; as a polygon, the cavity.</summary>
    public Mm[] Endocardium { get; }

    /// <summary>From base to base over the apex.</summary>
    public Mm[] Epicardium { get; }

    /// <summary>Wall and cavity together, as a polygon.</summary>
    public Mm[] Outer { get; }

    /// <summary>From annulus end over the roof to annulus end; as a polygon, the atrium.</summary>
    public Mm[] AtrialLine { get; }

    public Mm Annulus => Mm.Between(Cavity[0], Cavity[^1], 0.5);
}
